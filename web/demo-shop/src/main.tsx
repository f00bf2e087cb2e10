import { render } from "preact";
import { App } from "./app.tsx";
import { Backend } from "./model/backend.ts";
import { settingsFrom } from "./model/settings.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shop.css";
import "./styles/order.css";
import "./styles/payment.css";
import "./styles/curious.css";

const settings = settingsFrom(location.search, navigator.language);
if (settings.theme) document.documentElement.dataset.theme = settings.theme;

const page = document.getElementById("shop");
if (page) render(<App backend={new Backend()} settings={settings} />, page);
