import type { JSX } from "preact";

/** The goods, drawn by hand on a plate that is light in both themes. */
export function Drawing({ id }: { id: string }) {
  const { plate, lines } = DRAWINGS[id] ?? PARCEL;
  return (
    <svg class="drawing" viewBox="0 0 160 120" aria-hidden="true">
      <rect width="160" height="120" fill={plate} />
      {lines}
    </svg>
  );
}

interface Picture {
  readonly plate: string;
  readonly lines: JSX.Element;
}

const TRAINERS: Picture = {
  plate: "#dfe7e6",
  lines: (
    <g stroke-linecap="round" stroke-linejoin="round">
      <path
        d="M32 76c-3-12-2-26 2-34 3-4 8-4 11-1 6 6 14 7 21 3 4-2 8-1 11 2l19 18c6 5 14 7 22 8 9 1 13 6 13 13v2H33z"
        fill="#fbfaf6"
        stroke="#31403c"
        stroke-width="2.5"
      />
      <path d="M33 58c12 2 22 8 27 18l2 9H33c-2-9-2-18 0-27z" fill="#cfdcd9" />
      <path d="M104 85c1-8 6-13 13-14l-1.5 1C125 73 131 78 131 85z" fill="#e8e2d4" />
      <path
        d="M28 85h104c3 0 5 2 4 5l-1 3c-1 3-3 4-6 4H33c-3 0-5-2-5-4z"
        fill="#e0c9a3"
        stroke="#31403c"
        stroke-width="2.5"
      />
      <path d="M34 91h96" stroke="#a9895a" stroke-width="1.5" stroke-dasharray="1 5" />
      <path d="M70 60l9-8M78 67l9-8M86 74l9-8" stroke="#0b5a63" stroke-width="3" />
      <path d="M60 46c1 8-1 15-6 19" fill="none" stroke="#31403c" stroke-width="1.5" />
    </g>
  ),
};

const BOOTS: Picture = {
  plate: "#e9e1d3",
  lines: (
    <g stroke-linecap="round" stroke-linejoin="round">
      <path
        d="M50 18h34c2 0 3 1 3 3l-1 30c0 8 4 12 11 15l13 5c8 3 13 8 13 17v3H48c-3 0-4-2-4-4 1-24 3-46 3-66 0-2 1-3 3-3z"
        fill="#8a5a34"
        stroke="#3a2716"
        stroke-width="2.5"
      />
      <path d="M47 30l39-1-1 18-18 2c-6 1-10 4-12 9l-3 8-7 1z" fill="#9d6a41" />
      <path d="M98 91c0-10 5-17 14-18 7 3 11 8 11 15v3z" fill="#744827" />
      <path d="M82 50l10 5M80 57l14 6M78 42l9 1M78 34h9" stroke="#f0dfc2" stroke-width="2.5" />
      <path
        d="M42 91h82c2 0 3 2 3 4l-1 4c0 2-2 3-4 3H76l-2-4h-9l-1 4H44c-2 0-3-1-3-3v-5c0-2 0-3 1-3z"
        fill="#4a3420"
        stroke="#3a2716"
        stroke-width="2"
      />
      <path d="M46 95h78" stroke="#e0c08c" stroke-width="1.5" stroke-dasharray="3 3" />
      <path d="M50 18c-4-1-8 2-8 7s3 8 6 8" fill="none" stroke="#3a2716" stroke-width="2.5" />
    </g>
  ),
};

const BELT: Picture = {
  plate: "#dde4dc",
  lines: (
    <g fill="none" stroke-linecap="round">
      <path
        d="M48 70c-10-26 12-44 34-44s44 14 40 38-36 32-58 28-24-14-12-22c14-9 44-8 62-2"
        stroke="#6d5632"
        stroke-width="12"
      />
      <path
        d="M48 70c-10-26 12-44 34-44s44 14 40 38-36 32-58 28-24-14-12-22c14-9 44-8 62-2"
        stroke="#e7d6ae"
        stroke-width="9"
      />
      <path
        d="M48 70c-10-26 12-44 34-44s44 14 40 38-36 32-58 28-24-14-12-22c14-9 44-8 62-2"
        stroke="#b0935c"
        stroke-width="9"
        stroke-dasharray="2 5"
        stroke-linecap="butt"
      />
      <path d="M112 68l11 3c7 2 9 9 4 12-4 3-9 1-9-3" stroke="#7a5a1e" stroke-width="5.5" />
      <path d="M112 68l11 3c7 2 9 9 4 12-4 3-9 1-9-3" stroke="#d6a744" stroke-width="3" />
    </g>
  ),
};

const BAG: Picture = {
  plate: "#e4e3ea",
  lines: (
    <g stroke-linecap="round" stroke-linejoin="round">
      <path d="M58 44c0-18 8-26 22-26s22 8 22 26" fill="none" stroke="#1f3a4d" stroke-width="5" />
      <path
        d="M42 42h76l7 56c0 3-1 5-4 5H39c-3 0-4-2-4-5z"
        fill="#f7f3e8"
        stroke="#2c3b45"
        stroke-width="2.5"
      />
      <path
        d="M41 50h78M62 50l-5 52M98 50l5 52"
        stroke="#cbbf9f"
        stroke-width="1.5"
        stroke-dasharray="4 3"
        fill="none"
      />
      <path d="M37 84l86 0 2 14c0 3-1 5-4 5H39c-3 0-4-2-4-5z" fill="#2f5b78" />
      <path d="M72 72V56l16 12z" fill="#c9503b" />
      <path d="M68 76h24l-4 5H73z" fill="#2c3b45" />
    </g>
  ),
};

const SOCKS: Picture = {
  plate: "#efe2dc",
  lines: (
    <g stroke-linecap="round" stroke-linejoin="round">
      <path
        d="M86 20h24v42c0 6 2 9 7 12l12 8c7 5 7 17-2 20-6 2-12 1-17-2L90 88c-4-3-5-6-5-11z"
        fill="#7f9a97"
        stroke="#2e4442"
        stroke-width="2.5"
      />
      <path
        d="M46 18h26v44c0 6 2 9 7 12l13 9c8 5 7 18-2 20-6 2-12 1-17-2L50 88c-4-3-5-6-5-11z"
        fill="#a9c0bb"
        stroke="#2e4442"
        stroke-width="2.5"
      />
      <path d="M46 32h26M86 32h24" stroke="#2e4442" stroke-width="2" />
      <path
        d="M52 20v10M59 20v10M66 20v10M92 22v8M98 22v8M104 22v8"
        stroke="#2e4442"
        stroke-width="1.5"
      />
      <path
        d="M46 42h26M46 49h26M86 42h24M86 49h24"
        stroke="#f3ece2"
        stroke-width="3"
        stroke-linecap="butt"
      />
      <path
        d="M47 72c7-3 14-1 18 6M83 103c6-2 10-8 9-19"
        fill="none"
        stroke="#2e4442"
        stroke-width="1.5"
      />
    </g>
  ),
};

const CANDLE: Picture = {
  plate: "#e6e6d8",
  lines: (
    <g stroke-linecap="round" stroke-linejoin="round">
      <path d="M80 18c6 7 9 12 9 17 0 5-4 9-9 9s-9-4-9-9c0-5 3-10 9-17z" fill="#f0b64c" />
      <path d="M80 29c3 3 4 6 4 8 0 3-2 5-4 5s-4-2-4-5c0-2 1-5 4-8z" fill="#fdf0c8" />
      <path d="M80 42v11" stroke="#4b3a1c" stroke-width="2.5" />
      <path
        d="M54 54h52v42c0 5-11 9-26 9s-26-4-26-9z"
        fill="#e7c777"
        stroke="#6a5222"
        stroke-width="2.5"
      />
      <ellipse cx="80" cy="54" rx="26" ry="7" fill="#f4dea2" stroke="#6a5222" stroke-width="2.5" />
      <path d="M54 76c9 5 17-4 26 0s17 4 26 0v14c-9 4-17 0-26 0s-17 4-26 0z" fill="#2f6f78" />
      <path
        d="M60 84c4-3 8-3 12 0s8 3 12 0 8-3 12 0"
        fill="none"
        stroke="#e6f0ee"
        stroke-width="1.75"
      />
    </g>
  ),
};

/** What has no drawing yet comes in a parcel. */
const PARCEL: Picture = {
  plate: "#e9e4da",
  lines: (
    <g stroke="#5a4632" stroke-width="2.5" stroke-linejoin="round">
      <path d="M40 48l40-16 40 16v40l-40 16-40-16z" fill="#d2b68c" />
      <path d="M40 48l40 16 40-16M80 64v40M60 40l40 16v14" fill="none" />
    </g>
  ),
};

const DRAWINGS: Readonly<Record<string, Picture>> = {
  "harbour-trainers": TRAINERS,
  "dockside-boots": BOOTS,
  "rope-belt": BELT,
  "sailcloth-bag": BAG,
  "wool-socks": SOCKS,
  "tide-candle": CANDLE,
};
