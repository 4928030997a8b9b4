// What can be done with a finished answer. Each action is a button under it: { label, run(turn) → what to say }.

import { copyText, plainText } from "./copy.js";
import { complain, praise } from "./feedback.js";
import { save } from "./take_away.js";

export const turnActions = [
  {
    label: "根拠つきでコピー",
    run: async (turn) => ((await copyText(plainText(turn))) ? "コピーしました" : "コピーできません"),
  },
  { label: "Wordで保存", run: (turn) => save([turn], "docx") },
  { label: "Excelで保存", run: (turn) => save([turn], "xlsx") },
  { label: "👍 役に立った", run: praise },
  { label: "👎 違う", run: complain },
];
