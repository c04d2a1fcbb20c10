import { exitControl } from "./exit.js";
import { countCharacters, sendOnce, showErrors } from "./forms.js";
import { offerNoCopies } from "./sounds.js";

exitControl();
sendOnce();
showErrors();
countCharacters();
offerNoCopies();
