// Run by the build: rules of GOV.UK Frontend that name left and right name the start and the end of a line instead, so
// that one style sheet serves people who read from the right. Floats stay: old browsers know only left and right.
import { readFileSync, writeFileSync } from "node:fs";

const SIDES = { left: "start", right: "end" };

export function logical(css) {
  return css
    .replace(/(?<=[;{])(margin|padding|border)-(left|right)(?=[-:])/g, (_, what, side) => `${what}-inline-${SIDES[side]}`)
    .replace(/(?<=[;{])(left|right)(?=:)/g, (side) => `inset-inline-${SIDES[side]}`)
    .replace(/(?<=[;{]text-align:)(left|right)(?=[;}!])/g, (side) => SIDES[side]);
}

for (const file of process.argv.slice(2)) writeFileSync(file, logical(readFileSync(file, "utf8")));
