package io.auroraresponder.lab.postgres;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How PostgreSQL says no (PostgreSQL documentation, message formats). */
public final class ErrorResponse {
  private ErrorResponse() {}

  /**
   * One that ends the session: fields of a letter and a text, in the end a zero.
   *
   * @param sqlState five characters
   */
  public static byte[] fatal(String sqlState, String words) {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    for (String field : List.of("SFATAL", "VFATAL", "C" + sqlState, "M" + words)) {
      fields.writeBytes(field.getBytes(StandardCharsets.UTF_8));
      fields.write(0);
    }
    fields.write(0);
    return ByteBuffer.allocate(1 + Integer.BYTES + fields.size()).put((byte) 'E').putInt(Integer.BYTES + fields.size())
        .put(fields.toByteArray()).array();
  }
}
