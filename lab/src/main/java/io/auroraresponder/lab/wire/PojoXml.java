package io.auroraresponder.lab.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** Writes the SDK's model objects as the XML of the Query protocols. */
final class PojoXml {
  private final StringBuilder out = new StringBuilder(1024);

  PojoXml open(String name) {
    out.append('<').append(name).append('>');
    return this;
  }

  PojoXml open(String name, String namespace) {
    out.append('<').append(name).append(" xmlns=\"").append(namespace).append("\">");
    return this;
  }

  PojoXml close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  PojoXml text(String name, String value) {
    open(name);
    escape(value);
    return close(name);
  }

  PojoXml members(SdkPojo pojo) {
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      if (PojoStream.isThere(value)) {
        named(field.unmarshallLocationName(), field, value);
      }
    }
    return this;
  }

  private void named(String name, SdkField<?> field, Object value) {
    switch (value) {
      case String text -> text(name, text);
      case Boolean flag -> text(name, flag.toString());
      case BigDecimal number -> text(name, number.toPlainString());
      case Number number -> text(name, number.toString());
      case Instant moment -> text(name, moment.toString());
      case SdkBytes bytes -> text(name, java.util.Base64.getEncoder().encodeToString(bytes.asByteArray()));
      case SdkPojo pojo -> open(name).members(pojo).close(name);
      case List<?> items -> list(name, field.getRequiredTrait(ListTrait.class), items);
      case Map<?, ?> entries -> map(name, field.getRequiredTrait(MapTrait.class), entries);
      default -> throw new IllegalStateException("a field of no known kind: " + field.memberName());
    }
  }

  private void list(String name, ListTrait trait, List<?> items) {
    if (trait.isFlattened()) {
      items.forEach(item -> named(name, trait.memberFieldInfo(), item));
      return;
    }
    String member = trait.memberLocationName() == null ? "member" : trait.memberLocationName();
    open(name);
    items.forEach(item -> named(member, trait.memberFieldInfo(), item));
    close(name);
  }

  private void map(String name, MapTrait trait, Map<?, ?> entries) {
    if (!trait.isFlattened()) {
      open(name);
    }
    String entryName = trait.isFlattened() ? name : "entry";
    entries.forEach((key, value) -> {
      open(entryName).text(trait.keyLocationName(), String.valueOf(key));
      named(trait.valueLocationName(), trait.valueFieldInfo(), value);
      close(entryName);
    });
    if (!trait.isFlattened()) {
      close(name);
    }
  }

  private void escape(String value) {
    value.codePoints().forEach(character -> {
      switch (character) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        // A bare carriage return would be read back as a line feed.
        case '\r' -> out.append("&#13;");
        default -> out.appendCodePoint(isAllowed(character) ? character : 0xFFFD);
      }
    });
  }

  /** Characters of XML 1.0, section 2.2. */
  private static boolean isAllowed(int character) {
    return character == '\t' || character == '\n' || (character >= 0x20 && character <= 0xD7FF)
        || (character >= 0xE000 && character <= 0xFFFD)
        || character >= 0x10000;
  }

  byte[] bytes() {
    return out.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
