package io.auroraresponder.lab.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Writes the SDK's model objects as JSON or CBOR. */
final class PojoStream {
  /** Epoch-based date and time (RFC 8949, section 3.4.2). */
  private static final int EPOCH_TAG = 1;

  private final JsonGenerator out;

  PojoStream(JsonGenerator out) {
    this.out = out;
  }

  void structure(SdkPojo pojo) throws IOException {
    out.writeStartObject();
    members(pojo);
    out.writeEndObject();
  }

  void members(SdkPojo pojo) throws IOException {
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      if (isThere(value)) {
        out.writeFieldName(field.locationName());
        value(field, value);
      }
    }
  }

  /** What nobody set is not written: the SDK keeps an empty collection of its own kind in its place. */
  static boolean isThere(Object value) {
    return value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap);
  }

  private void value(SdkField<?> field, Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case String text -> out.writeString(text);
      case Boolean flag -> out.writeBoolean(flag);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Short number -> out.writeNumber(number);
      case Byte number -> out.writeNumber(number);
      case Double number -> out.writeNumber(number);
      case Float number -> out.writeNumber(number);
      case BigDecimal number -> out.writeNumber(number);
      case Instant moment -> moment(moment);
      case SdkBytes bytes -> out.writeBinary(bytes.asByteArray());
      case SdkPojo pojo -> structure(pojo);
      case List<?> items -> list(field.getRequiredTrait(ListTrait.class).memberFieldInfo(), items);
      case Map<?, ?> entries -> map(field.getRequiredTrait(MapTrait.class).valueFieldInfo(), entries);
      default -> throw new IllegalStateException("a field of no known kind: " + field.memberName());
    }
  }

  private void list(SdkField<?> member, List<?> items) throws IOException {
    out.writeStartArray();
    for (Object item : items) {
      value(member, item);
    }
    out.writeEndArray();
  }

  private void map(SdkField<?> valueField, Map<?, ?> entries) throws IOException {
    out.writeStartObject();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      out.writeFieldName(String.valueOf(entry.getKey()));
      value(valueField, entry.getValue());
    }
    out.writeEndObject();
  }

  private void moment(Instant moment) throws IOException {
    if (out instanceof CBORGenerator cbor) {
      cbor.writeTag(EPOCH_TAG);
    }
    if (moment.getNano() == 0) {
      out.writeNumber(moment.getEpochSecond());
    } else {
      out.writeNumber(BigDecimal.valueOf(moment.toEpochMilli(), 3).doubleValue());
    }
  }
}
