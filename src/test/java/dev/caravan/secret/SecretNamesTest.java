package dev.caravan.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names say that a value is secret. */
class SecretNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "dbpassword",
        "DB_PASSWORD",
        "adminPassword",
        "password2",
        "bgp_password",
        "passwords",
        "passwd",
        "rootPwd",
        "pass",
        "passphrase",
        "snmp-passphrase",
        "wifi_psk",
        "preSharedKey",
        "community",
        "snmpCommunity",
        "SNMP_COMMUNITY",
        "communityString",
        "communities",
        "md5",
        "authMD5",
        "ospf-md5",
        "md5Key",
        "MD5Password",
        "bearer",
        "bearerToken",
        "token",
        "apiToken",
        "api-key",
        "APIKey",
        "apikey",
        "pem",
        "serverPem",
        "tls.pem",
        "sshkey",
        "ssh_key",
        "sshKey",
        "SSHKey",
        "ssh-private-key",
        "private",
        "private_key",
        "privKey",
        "authKey",
        "auth_key",
        "snmpV3AuthKey",
        "snmpv3-priv-key",
        "privPassphrase",
        "authPass",
        "v3_priv_password",
        "credential",
        "credentials",
        "clientKeyData",
        "client-key-data",
        "tacacsKey",
        "radius_shared_secret",
        "sharedSecret",
        "authorization",
        "secret",
        "clientSecret",
        "passwordHash",
        "token_value",
        "kubeconfig"
      })
  void areSecret(String name) {
    assertThat(SecretNames.areSecret(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "monkey",
        "keyboard",
        "key",
        "publicKey",
        "keyId",
        "topologyKey",
        "primary_key",
        "authorizedKeys",
        "secretName",
        "secretRef",
        "passwordFile",
        "tokenPath",
        "description",
        "compass",
        "bypass",
        "tempo",
        "pemberton",
        "privateNetwork",
        "privateIp",
        "cmd5x",
        "communityName",
        "authProtocol",
        "author",
        "passive",
        "tokenizer",
        "bearerType",
        "name",
        "accessKeyId",
        "bearing",
        "spinner"
      })
  void areNotSecret(String name) {
    assertThat(SecretNames.areSecret(name)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "community, public, true",
    "inboundCommunity, 65102:5000, false",
    "largeCommunities, 65000:1:2, false",
    "communities, no-export, false",
    "password, 65102:5000, true"
  })
  void aCommunityOfBgpIsNone(String name, String value, boolean secret) {
    assertThat(SecretNames.isSecret(name, value)).isEqualTo(secret);
  }
}
