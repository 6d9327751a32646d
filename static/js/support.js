/**
 * What lives here: the support pages: rows that open with a click anywhere, and Ctrl+Enter to send a form.
 */
import * as ctrlEnter from "./lib/ctrl-enter.js";
import * as rowLink from "./lib/row-link.js";

rowLink.start();
ctrlEnter.start();
