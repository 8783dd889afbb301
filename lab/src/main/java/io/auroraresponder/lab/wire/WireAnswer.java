package io.auroraresponder.lab.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;

/** An answer as it goes out. */
record WireAnswer(int status, Map<String, String> headers, SdkBytes body) {
  WireAnswer {
    headers = Map.copyOf(headers);
  }

  static WireAnswer of(int status, String contentType, byte[] body) {
    return new WireAnswer(status, Map.of("Content-Type", contentType), SdkBytes.fromByteArrayUnsafe(body));
  }

  WireAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new WireAnswer(status, more, body);
  }
}
