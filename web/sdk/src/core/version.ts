/** As `Primer.SDK_VERSION` and in `Primer-SDK-Version`. */
export const SDK_VERSION = "v0.1.0";
