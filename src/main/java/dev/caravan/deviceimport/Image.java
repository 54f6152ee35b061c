package dev.caravan.deviceimport;

import dev.caravan.netbox.NetBoxRequest;
import dev.caravan.netbox.TypeKind;
import dev.caravan.netbox.Upload;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An image of a type that stands in NetBox.
 *
 * @param path the definition that it belongs to
 * @param slot the field of a device type, or the name of a module type's attachment
 * @param file its path in the library
 * @param content git's id of its bytes
 * @param attachment the attachment that it replaces; 0 for none
 * @param sending whether it was sent before, nobody knows with what success
 */
record Image(
    String path,
    TypeKind kind,
    long typeId,
    String slot,
    String file,
    String content,
    long bytes,
    long attachment,
    boolean sending) {

  static final String ATTACHMENTS = "extras/image-attachments";
  static final String OF_MODULE_TYPES = "object_type=dcim.moduletype";

  boolean attached() {
    return kind == TypeKind.MODULE_TYPE;
  }

  /** Whether sending it twice makes two of it. */
  boolean isNewObject() {
    return attached() && attachment == 0;
  }

  Image replacing(long standing) {
    return new Image(path, kind, typeId, slot, file, content, bytes, standing, true);
  }

  /** Where the definition speaks of it. */
  String pointer() {
    return attached() ? "" : "/" + slot;
  }

  /** The field of NetBox's object that holds it. */
  String field() {
    return attached() ? "image" : slot;
  }

  NetBoxRequest request(byte[] content) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (attached()) {
      fields.put("object_type", "dcim.moduletype");
      fields.put("object_id", String.valueOf(typeId));
      fields.put("name", slot);
    }
    String name = file.substring(file.lastIndexOf('/') + 1);
    Upload upload = new Upload(fields, field(), name, content);
    if (isNewObject()) {
      return NetBoxRequest.upload("POST", ATTACHMENTS, upload);
    }
    String object = attached() ? ATTACHMENTS + "/" + attachment : kind.path() + "/" + typeId;
    return NetBoxRequest.upload("PATCH", object, upload);
  }
}
