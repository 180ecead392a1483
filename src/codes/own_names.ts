import { HResult } from "../protocol/hresult.ts";

/** How the field's headers spell the codes that kms gives. */
export const OWN_NAMES: Readonly<Record<HResult, string>> = {
  [HResult.activated]: "S_OK",
  [HResult.offlineDataMalformed]: "SL_E_CIDIID_INVALID_DATA",
  [HResult.belowThreshold]: "SL_E_VL_NOT_ENOUGH_COUNT",
  [HResult.notAHost]: "SL_E_VL_BINDING_SERVICE_NOT_ENABLED",
  [HResult.hostNotActivated]: "SL_E_VL_KEY_MANAGEMENT_SERVICE_NOT_ACTIVATED",
  [HResult.productNotServed]: "SL_E_VL_KEY_MANAGEMENT_SERVICE_ID_MISMATCH",
  [HResult.keyInvalid]: "SL_E_INVALID_PRODUCT_KEY",
  [HResult.keyBlocked]: "SL_E_BLOCKED_PRODUCT_KEY",
  [HResult.clockOff]: "SL_E_VL_INVALID_TIMESTAMP",
  [HResult.noHostAnswered]: "SL_E_VL_BINDING_SERVICE_UNAVAILABLE",
  [HResult.keyLimitReached]: "SL_E_CHPA_MAXIMUM_UNLOCK_EXCEEDED",
  [HResult.machineLimitReached]: "E_OUTOFMEMORY",
  [HResult.malformed]: "E_INVALIDARG",
  [HResult.tryLater]: "ERROR_DATABASE_FAILURE",
  [HResult.networkRefused]: "ERROR_NETWORK_ACCESS_DENIED",
  [HResult.keyNotInstalled]: "SL_E_PKEY_NOT_INSTALLED",
  [HResult.productNotInstalled]: "SL_E_PRODUCT_SKU_NOT_INSTALLED",
  [HResult.hardwareChanged]: "SL_E_OUT_OF_TOLERANCE",
  [HResult.rearmLimitReached]: "SL_REMAPPING_SP_PUB_TS_MAX_REARM_REACHED",
  [HResult.accessDenied]: "E_ACCESSDENIED",
  [HResult.serverUnavailable]: "RPC_S_SERVER_UNAVAILABLE",
};
