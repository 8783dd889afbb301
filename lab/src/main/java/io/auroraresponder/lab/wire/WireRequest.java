package io.auroraresponder.lab.wire;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A request as it came, its body read and unpacked.
 *
 * @param path still percent-encoded
 * @param headers by name in lower case, the first value of each
 */
record WireRequest(String method, String path, Map<String, String> query, Map<String, String> headers, SdkBytes body) {
  /** Above the largest request that a service of the account takes: 6 MB, an invocation of a function (Lambda quotas). */
  static final int MOST_BYTES = 8 * 1024 * 1024;

  static WireRequest of(HttpExchange exchange) throws IOException, BadRequestException {
    Map<String, String> headers = new TreeMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    boolean packed = "gzip".equals(headers.get("content-encoding"));
    byte[] body = bounded(exchange.getRequestBody());
    String query = exchange.getRequestURI().getRawQuery();
    return new WireRequest(
        exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), parameters(query == null ? "" : query), headers,
        SdkBytes.fromByteArrayUnsafe(packed ? unpacked(body) : body));
  }

  private static byte[] bounded(InputStream stream) throws IOException, BadRequestException {
    byte[] body = stream.readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw new BadRequestException(413, "RequestEntityTooLarge", "A request has at most " + MOST_BYTES + " bytes.");
    }
    return body;
  }

  /** Clients pack large bodies: the SDK does so with PutMetricData beyond 10 KB. */
  private static byte[] unpacked(byte[] body) throws IOException, BadRequestException {
    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return bounded(stream);
    } catch (ZipException | java.io.EOFException broken) {
      throw new BadRequestException(400, "SerializationException", "The body is no gzip stream.");
    }
  }

  /** Form or query parameters in their order; of a name that stands twice the last value. */
  static Map<String, String> parameters(String text) throws BadRequestException {
    Map<String, String> parameters = new java.util.LinkedHashMap<>();
    for (String part : text.split("&", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      int equals = part.indexOf('=');
      parameters.put(decoded(equals < 0 ? part : part.substring(0, equals)), equals < 0 ? "" : decoded(part.substring(equals + 1)));
    }
    return parameters;
  }

  static String decoded(String text) throws BadRequestException {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw new BadRequestException(400, "MalformedQueryString", "The percent-encoding of a parameter is broken.");
    }
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  String text() {
    return new String(body.asByteArrayUnsafe(), StandardCharsets.UTF_8);
  }

  /** The access key that signed it; empty for a request that nobody signed. */
  Optional<String> accessKey() {
    return header("authorization").filter(value -> value.startsWith("AWS4-HMAC-SHA256 "))
        .map(value -> value.replaceFirst("^.*Credential=([^/,]*).*$", "$1"));
  }
}
