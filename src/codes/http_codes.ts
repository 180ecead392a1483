import type { FieldCode } from "./field_code.ts";

/** Online activation over HTTP and TLS. */
export const HTTP_CODES: readonly FieldCode[] = [
  {
    code: 0x80072EE2,
    name: "ERROR_WINHTTP_TIMEOUT",
    text: "the activation service did not answer in time",
    remedy: "check network and proxy, or activate by telephone: kms /dti, then kms /atp CID",
  },
  {
    code: 0x80072EE7,
    name: "ERROR_WINHTTP_NAME_NOT_RESOLVED",
    text: "the name of the server or of the proxy was not found",
    remedy: "check DNS and the address; kms /ato --authority URL takes another",
  },
  {
    code: 0x80072EEF,
    name: "ERROR_WINHTTP_LOGIN_FAILURE",
    text: "the server or proxy did not accept the user",
    remedy: "check user name and password, or let the activation service past the proxy",
  },
  {
    code: 0x80072EFD,
    name: "ERROR_WINHTTP_CANNOT_CONNECT",
    text: "no connection to the server",
    remedy: "check network, proxy and firewall, or activate by telephone: kms /dti, then kms /atp CID",
  },
  {
    code: 0x80072EFE,
    name: "ERROR_WINHTTP_CONNECTION_ERROR",
    text: "the connection to the server broke off",
    remedy: "check proxy and firewall, and try again: kms /ato",
  },
  {
    code: 0x80072F05,
    name: "ERROR_WINHTTP_SECURE_CERT_DATE_INVALID",
    text: "the server's certificate is not valid at this time",
    remedy: "set the clock; if it is right, the server needs a new certificate",
  },
  {
    code: 0x80072F06,
    name: "ERROR_WINHTTP_SECURE_CERT_CN_INVALID",
    text: "the server's certificate is made out to another name",
    remedy: "use the name that the certificate bears: kms /ato --authority URL",
  },
  {
    code: 0x80072F0D,
    name: "ERROR_WINHTTP_SECURE_INVALID_CA",
    text: "the server's certificate comes from an authority that this computer does not trust",
    remedy: "install that authority's certificate on this computer, or update its root certificates",
  },
  {
    code: 0x80072F78,
    name: "ERROR_WINHTTP_INVALID_SERVER_RESPONSE",
    text: "the server's answer cannot be read",
    remedy: "see that the activation service answers, and not a proxy in its place",
  },
  {
    code: 0x80072F7D,
    name: "ERROR_WINHTTP_SECURE_CHANNEL_ERROR",
    text: "TLS with the server failed",
    remedy: "see that both sides speak a TLS version in common, and that no proxy opens the connection",
  },
  {
    code: 0x80072F8F,
    name: "ERROR_WINHTTP_SECURE_FAILURE",
    text: "no secure connection: something about the server's certificate, or the clock, is wrong",
    remedy: "set the clock, update the root certificates, and look for a proxy that opens TLS",
  },
  {
    code: 0x80190193,
    name: "HTTP_E_STATUS_FORBIDDEN",
    text: "HTTP status 403: the server or proxy forbids the request",
    remedy: "let the activation service past the proxy, or activate by telephone: kms /dti",
  },
  {
    code: 0x80190194,
    name: "HTTP_E_STATUS_NOT_FOUND",
    text: "HTTP status 404: the server has nothing at that address",
    remedy: "check the address of the activation service: kms /ato --authority URL",
  },
  {
    code: 0x80190197,
    name: "HTTP_E_STATUS_PROXY_AUTH_REQ",
    text: "HTTP status 407: the proxy wants a user name and password",
    remedy: "let the activation service past the proxy without, or activate by telephone: kms /dti",
  },
  {
    code: 0x801901F4,
    name: "HTTP_E_STATUS_SERVER_ERROR",
    text: "HTTP status 500: the server met an error of its own",
    remedy: "try again later, and tell the publisher",
  },
  {
    code: 0x801901F7,
    name: "HTTP_E_STATUS_SERVICE_UNAVAIL",
    text: "HTTP status 503: the server cannot take the request now",
    remedy: "try again later",
  },
  {
    code: 0x80092013,
    name: "CRYPT_E_REVOCATION_OFFLINE",
    text: "whether the certificate is revoked cannot be found out: the list is out of reach",
    remedy: "let this computer reach the address of the revocation list that the certificate names",
  },
  {
    code: 0x800B0101,
    name: "CERT_E_EXPIRED",
    text: "a certificate is not valid at this time",
    remedy: "set the clock; if it is right, its owner needs a new certificate",
  },
  {
    code: 0x800B0109,
    name: "CERT_E_UNTRUSTEDROOT",
    text: "a chain of certificates ends in a root that this computer does not trust",
    remedy: "install that root certificate on this computer, or update its root certificates",
  },
];
