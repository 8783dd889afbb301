package io.auroraresponder.lab.postgres;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first message of a client of PostgreSQL (PostgreSQL documentation, message formats): a start-up with parameters, or a wish for
 * encryption or for the end of a statement.
 *
 * @param body what follows the code, a character a byte
 */
public record StartMessage(int code, String body) {
  public static final int SSL_REQUEST = 80_877_103;
  public static final int GSS_REQUEST = 80_877_104;
  static final int CANCEL_REQUEST = 80_877_102;

  /** PostgreSQL's own limit (MAX_STARTUP_PACKET_LENGTH). */
  private static final int LONGEST = 10_000;

  private static final int HEAD = 2 * Integer.BYTES;

  /**
   * Reads one.
   *
   * @throws IOException when the client left, or speaks something else
   */
  public static StartMessage read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < HEAD || length > LONGEST) {
      throw new IOException("not a start-up message");
    }
    int code = in.readInt();
    byte[] body = in.readNBytes(length - HEAD);
    return new StartMessage(code, new String(body, StandardCharsets.ISO_8859_1));
  }

  /** As it goes over the wire. */
  byte[] bytes() {
    byte[] text = body.getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(HEAD + text.length).putInt(HEAD + text.length).putInt(code).put(text).array();
  }

  /** A parameter such as {@code user}; empty where it is not given. */
  String parameter(String name) {
    String[] words = body.split("\0", -1);
    for (int i = 0; i + 1 < words.length; i += 2) {
      if (words[i].equals(name)) {
        return new String(words[i + 1].getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }
}
