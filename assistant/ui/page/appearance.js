// Light or dark, before anything is drawn: a class on the root, as the theme expects it.
"use strict";
(() => {
  const KEY = "plan-assistant/appearance";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const read = () => {
    try {
      return localStorage.getItem(KEY) || "auto";
    } catch {
      return "auto"; // storage is switched off
    }
  };
  const apply = () => {
    const chosen = read();
    const dark = chosen === "dark" || (chosen === "auto" && system.matches);
    document.documentElement.classList.toggle("dark", dark);
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
  };
  system.addEventListener("change", apply);
  apply();
  document.addEventListener("DOMContentLoaded", () => {
    const choice = document.getElementById("appearance");
    choice.value = read();
    choice.addEventListener("change", () => {
      try {
        localStorage.setItem(KEY, choice.value);
      } catch {
        // then it holds until the page is closed
      }
      apply();
    });
  });
})();
