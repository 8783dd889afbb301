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
import software.amazon.awssdk.utils.builder.Buildable;

/** Model objects with something in every field, down to a depth: some models contain themselves. */
final class SampleModels {
  private static final int DEEPEST = 6;

  private int counted;

  private SampleModels() {}

  static SdkPojo of(Class<?> model) {
    return new SampleModels().filled(Operation.builder(model), 0);
  }

  private SdkPojo filled(SdkPojo builder, int depth) {
    for (SdkField<?> field : builder.sdkFields()) {
      if (depth < DEEPEST || isPlain(field)) {
        field.set(builder, value(field, depth));
      }
    }
    return (SdkPojo) ((Buildable) builder).build();
  }

  private static boolean isPlain(SdkField<?> field) {
    return switch (field.marshallingType().getKnownType()) {
      case SDK_POJO, LIST, MAP -> false;
      default -> true;
    };
  }

  private Object value(SdkField<?> field, int depth) {
    counted++;
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> "text " + counted + " <&> \"ä€\uD83D\uDC18\" end";
      case INTEGER -> 1_000 + counted;
      case LONG -> 10_000_000_000L + counted;
      case SHORT -> (short) counted;
      case BYTE -> (byte) counted;
      case FLOAT -> counted / 2f;
      case DOUBLE -> counted / 8d;
      case BIG_DECIMAL -> new BigDecimal(counted + ".25");
      case BOOLEAN -> counted % 2 == 0;
      case INSTANT -> Instant.ofEpochMilli(1_795_000_000_000L + counted * 1_001L);
      case SDK_BYTES -> SdkBytes.fromByteArray(new byte[] {0, (byte) counted, -1});
      case SDK_POJO -> filled(field.constructor().get(), depth + 1);
      case LIST -> {
        SdkField<?> member = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
        yield isPlain(member) ? List.of(value(member, depth + 1), value(member, depth + 1)) : List.of(value(member, depth + 1));
      }
      case MAP -> {
        SdkField<?> member = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
        yield Map.of("key one", value(member, depth + 1), "key.two", value(member, depth + 1));
      }
      default -> throw new IllegalStateException("no sample for " + field.memberName());
    };
  }
}
