import { exitControl } from "./exit.js";
import { countCharacters, sendOnce, showErrors } from "./forms.js";

exitControl();
sendOnce();
showErrors();
countCharacters();
