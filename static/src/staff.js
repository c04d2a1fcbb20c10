import { Checkboxes, Radios, createAll } from "govuk-frontend";
import { exitControl } from "./exit.js";
import { countCharacters, sendOnce, showErrors } from "./forms.js";
import { passages } from "./passages.js";
import { passkeys } from "./passkeys.js";

exitControl();
sendOnce();
showErrors();
countCharacters();
passkeys();
passages();
document.body.classList.add("js-enabled", "govuk-frontend-supported");
createAll(Checkboxes);
createAll(Radios);
