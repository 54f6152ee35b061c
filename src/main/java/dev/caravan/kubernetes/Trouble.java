package dev.caravan.kubernetes;

/** Why a cluster gave no answer. */
public enum Trouble {
  /** No such host, nothing listens there, or no way leads there. */
  UNREACHABLE,
  /** Its certificate is of no authority that is trusted, or no longer valid. */
  UNTRUSTED,
  /** Its certificate is made out to another name or address. */
  OTHER_NAME,
  /** TLS did not come about otherwise, such as for want of a client certificate. */
  TLS,
  /** It was silent for too long. */
  TIMEOUT,
  /** The connection ended before the answer. */
  BROKEN;

  /** Nobody is there, as far as one can tell; all else is an answer of some kind. */
  boolean silent() {
    return this == UNREACHABLE || this == TIMEOUT;
  }

  /** What a lost answer's words mean: the exception's simple name, a colon and its message. */
  static Trouble of(String words) {
    String exception = words.split(":", 2)[0];
    return switch (exception) {
      case "UnknownHostException",
          "ConnectException",
          "NoRouteToHostException",
          "ConnectTimeoutException" ->
          UNREACHABLE;
      case "SSLPeerUnverifiedException" -> OTHER_NAME;
      case "SSLHandshakeException", "SSLException" -> words.contains("PKIX") ? UNTRUSTED : TLS;
      case "SocketTimeoutException", "ConnectionRequestTimeoutException" -> TIMEOUT;
      default -> BROKEN;
    };
  }
}
