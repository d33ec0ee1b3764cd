using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "route", worker = (
      modules = [
        (name = "tests/server/runtimes/workerd.mjs", esModule = embed "workerd.mjs"),
        (name = "tests/server/runtimes/route.mjs", esModule = embed "route.mjs"),
        (name = "pkg/server.mjs", esModule = embed "../../../pkg/server.mjs"),
      ],
      compatibilityDate = "2025-05-22",
      globalOutbound = "loopback",
    )),
    (name = "loopback", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "route")],
);
