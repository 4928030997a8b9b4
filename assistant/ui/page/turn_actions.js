// What can be done with a finished answer. Each action is a button under it: { label, run(turn) → what to say }.
// Export and feedback have their place here.

import { copyText, plainText } from "./copy.js";

export const turnActions = [
  {
    label: "根拠つきでコピー",
    run: async (turn) => ((await copyText(plainText(turn))) ? "コピーしました" : "コピーできません"),
  },
];
