// What checks.py asks a page: each function answers a list of faults, empty when all is well.
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const seen = (node) => {
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    return box.width > 1 && box.height > 1 && style.visibility === "visible"
      && style.clipPath === "none" && !node.closest("svg, .sr, .skip");
  };
  const name = (node) => {
    const words = node.textContent.replace(/\s+/g, " ").trim().slice(0, 24);
    return [node.tagName.toLowerCase(), ...node.classList].join(".") + " " + words;
  };
  const texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Set();
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.trim() && seen(node.parentElement)) found.add(node.parentElement);
    }
    return [...found];
  };

  const sidewaysScroll = () => {
    const width = document.documentElement.scrollWidth;
    return width > innerWidth ? [`the page is ${width} wide`] : [];
  };

  const tooWide = () => all("body *").filter(seen).flatMap((node) => {
    const faults = [];
    const box = node.getBoundingClientRect();
    if (box.right > innerWidth + 1 || box.left < -1) faults.push("outside " + name(node));
    const scrolls = node.matches("input, textarea");
    const dock = node.querySelector(".dock"); // runs to both edges of the screen
    const inline = getComputedStyle(node).display === "inline";
    if (!inline && !scrolls && !dock && node.scrollWidth > node.clientWidth + 1) {
      faults.push("overflows " + name(node));
    }
    return faults;
  });

  const smallText = () =>
    texts().filter((node) => parseFloat(getComputedStyle(node).fontSize) < 13).map(name);

  const smallTaps = (least) => {
    const pressed = "a, button, summary, select, textarea,"
      + "input:not([type=radio], [type=checkbox], [type=hidden]),"
      + ".marks label, .reasons label, .choice";
    return all(pressed).filter(seen).flatMap((node) => {
      const inSentence = getComputedStyle(node).display === "inline" && !node.closest("th");
      const stretched = getComputedStyle(node, "::after").position === "absolute";
      if (inSentence || stretched) return [];
      const height = node.getBoundingClientRect().height;
      const wanted = node.closest(".matrix td") ? 24 : least;
      return height < wanted - 0.5 ? [`${height.toFixed(1)} high: ${name(node)}`] : [];
    });
  };

  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const painted = new Map();
  const rgba = (colour) => {
    if (!painted.has(colour)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
      painted.set(colour, [red, green, blue, alpha / 255]);
    }
    return painted.get(colour);
  };
  const over = (top, under) => under.map((value, i) => top[i] * top[3] + value * (1 - top[3]));
  const ground = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      layers.push(rgba(getComputedStyle(at).backgroundColor));
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const paleText = () => texts().flatMap((node) => {
    const under = ground(node);
    const ink = over(rgba(getComputedStyle(node).color), under);
    const [high, low] = [luminance(ink), luminance(under)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    return ratio < 4.5 ? [`contrast ${ratio.toFixed(2)}: ${name(node)}`] : [];
  });

  const otherHosts = () =>
    all("script[src], img[src], link[href], form[action], iframe[src]").flatMap((node) => {
      const value = node.src || node.href || node.action;
      return new URL(value, location).host === location.host ? [] : ["other host " + value];
    });
  const lost = () => {
    const ids = all("[id]").map((node) => node.id);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => "twice the id " + id);
    const shapes = all("use").map((node) => node.getAttribute("href").slice(1));
    const labels = all("label[for]").map((node) => node.htmlFor);
    const described = all("[aria-describedby], [aria-labelledby]").flatMap((node) =>
      ["aria-describedby", "aria-labelledby"].flatMap((key) =>
        (node.getAttribute(key) ?? "").split(" ").filter(Boolean)));
    const missing = [...shapes, ...labels, ...described].filter((id) => !ids.includes(id));
    return [...twice, ...missing.map((id) => "nothing has the id " + id)];
  };
  const badMarkup = (known) => {
    const classes = new Set(all("[class]").flatMap((node) => [...node.classList]));
    const inline = all("*").flatMap((node) =>
      node.getAttributeNames().filter((key) => key === "style" || key.startsWith("on")));
    return [
      ...[...classes].filter((word) => !known.includes(word)).map((word) => "unknown class " + word),
      ...inline.map((key) => "inline " + key),
      ...all("style, script:not([src])").map((node) => "inline " + node.tagName),
      ...all(".chip, .light")
        .filter((node) => !node.querySelector("svg") || !node.textContent.trim())
        .map((node) => "state without shape or word: " + name(node)),
      ...otherHosts(),
      ...lost(),
    ];
  };

  const shape = (least) =>
    [...sidewaysScroll(), ...tooWide(), ...smallText(), ...smallTaps(least)];

  return { shape, sidewaysScroll, tooWide, smallText, smallTaps, paleText, badMarkup };
})()
