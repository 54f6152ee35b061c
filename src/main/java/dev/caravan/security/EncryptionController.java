package dev.caravan.security;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The key that seals stored secrets, for admins: which one is in force, and sealing anew by it. */
@RestController
@RequestMapping("/api/v1/encryption")
@Tag(name = "encryption", description = "The key that seals stored secrets")
class EncryptionController {

  private final Vault vault;
  private final Resealing resealing;

  EncryptionController(Vault vault, Resealing resealing) {
    this.vault = vault;
    this.resealing = resealing;
  }

  /** How stored secrets are sealed. */
  record Encryption(
      @Schema(description = "Id of the key in force", example = "3f9a01bc") String keyId,
      @Schema(description = "Secrets that a key of before sealed", example = "0")
          int sealedBefore) {}

  @GetMapping
  @Operation(summary = "Say which key is in force and how many secrets keys of before sealed")
  Encryption get() {
    return new Encryption(vault.keyId(), resealing.countOld());
  }

  @PostMapping("/reseal")
  @Operation(
      summary =
          "Seal all stored secrets by the key in force; keys of before can be taken away after it")
  Encryption reseal() {
    resealing.sealAnew();
    return get();
  }
}
