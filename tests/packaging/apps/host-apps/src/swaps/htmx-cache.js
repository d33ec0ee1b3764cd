import "htmx.org";
import "htmx.org/dist/ext/hx-history-cache.js";
