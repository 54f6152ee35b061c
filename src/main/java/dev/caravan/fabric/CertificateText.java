package dev.caravan.fabric;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** Certificates as PEM text, read as they are when the cluster is called. */
final class CertificateText {

  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

  private CertificateText() {}

  static boolean isGood(String pem) {
    if (!pem.contains(BEGIN)) {
      return false;
    }
    try (ByteArrayInputStream text = new ByteArrayInputStream(pem.getBytes(UTF_8))) {
      return !CertificateFactory.getInstance("X.509").generateCertificates(text).isEmpty();
    } catch (CertificateException | IOException wrong) {
      return false;
    }
  }
}
