import { Checkboxes, Radios, createAll } from "govuk-frontend";
import { exitControl } from "./exit.js";
import { countCharacters, sendOnce, showErrors } from "./forms.js";
import { passages } from "./passages.js";
import { passkeys } from "./passkeys.js";
import { offerNoCopies } from "./sounds.js";

exitControl();
sendOnce();
showErrors();
countCharacters();
passkeys();
passages();
offerNoCopies();
document.body.classList.add("js-enabled", "govuk-frontend-supported");
createAll(Checkboxes);
createAll(Radios);
