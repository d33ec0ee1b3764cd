import "htmx-2";
