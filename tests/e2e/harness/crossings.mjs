/**
 * Counts how often the engine calls JavaScript.
 */

/**
 * A script for a page that has not loaded the engine yet: counts the calls of imports, from each
 * call of the engine that JavaScript makes until it returns, in `window.crossings`.
 */
export const COUNT_CROSSINGS = `
  window.crossings = [];
  const real = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (response, imports) => {
    const counted = {};
    let calls = 0;
    for (const [module, functions] of Object.entries(imports)) {
      counted[module] = {};
      for (const [name, value] of Object.entries(functions))
        counted[module][name] = typeof value !== "function" ? value : (...given) => { calls += 1; return value(...given); };
    }
    const { instance } = await real(response, counted);
    let depth = 0;
    const exports = {};
    for (const [name, value] of Object.entries(instance.exports))
      exports[name] = typeof value !== "function" ? value : (...given) => {
        if (depth === 0) calls = 0;
        depth += 1;
        try { return value(...given); } finally {
          depth -= 1;
          if (depth === 0) window.crossings.push(calls);
        }
      };
    return { instance: { exports } };
  };`;
