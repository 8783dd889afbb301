package io.auroraresponder.lab.runtime;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lets a class call a static method of another class than it was compiled against, by its constant pool alone: no instruction and no
 * offset changes (JVM specification, section 4.4).
 */
final class CallRedirect {
  private static final int POOL = 10;
  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int METHOD = 10;

  private final ByteBuffer in;
  private final int[] entries;
  private final int end;

  private CallRedirect(byte[] classFile) {
    this.in = ByteBuffer.wrap(classFile.clone());
    this.entries = new int[Short.toUnsignedInt(in.getShort(POOL - 2))];
    int at = POOL;
    for (int i = 1; i < entries.length; i++) {
      entries[i] = at;
      int tag = in.get(at);
      at += 1 + length(tag, at);
      // Numbers of eight bytes take two places.
      i += tag == 5 || tag == 6 ? 1 : 0;
    }
    this.end = at;
  }

  private int length(int tag, int at) {
    return switch (tag) {
      case UTF8 -> 2 + u2(at + 1);
      case 3, 4, 9, METHOD, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      case CLASS, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      default -> throw new IllegalArgumentException("a class file with an unknown constant " + tag);
    };
  }

  /**
   * The class with its calls of {@code owner.method} going to the same method of {@code other}.
   *
   * @param owner internal name, for example {@code java/time/Clock}
   */
  static byte[] redirected(byte[] classFile, String owner, String method, String other) {
    CallRedirect pool = new CallRedirect(classFile);
    boolean found = false;
    for (int i = 1; i < pool.entries.length; i++) {
      int at = pool.entries[i];
      if (at > 0 && pool.in.get(at) == METHOD && pool.className(pool.u2(at + 1)).equals(owner)
          && pool.methodName(pool.u2(at + 3)).equals(method)) {
        pool.in.putShort(at + 1, (short) (pool.entries.length + 1));
        found = true;
      }
    }
    return found ? pool.with(other) : classFile;
  }

  private byte[] with(String other) {
    byte[] bytes = in.array();
    in.putShort(POOL - 2, (short) (entries.length + 2));
    ByteArrayOutputStream grown = new ByteArrayOutputStream(bytes.length + 64);
    try (DataOutputStream out = new DataOutputStream(grown)) {
      out.write(bytes, 0, end);
      out.writeByte(UTF8);
      out.writeUTF(other);
      out.writeByte(CLASS);
      out.writeShort(entries.length);
      out.write(bytes, end, bytes.length - end);
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory takes every byte", impossible);
    }
    return grown.toByteArray();
  }

  private String className(int index) {
    return text(u2(entries[index] + 1));
  }

  private String methodName(int nameAndType) {
    return text(u2(entries[nameAndType] + 1));
  }

  private String text(int index) {
    int at = entries[index];
    return new String(Arrays.copyOfRange(in.array(), at + 3, at + 3 + u2(at + 1)), StandardCharsets.UTF_8);
  }

  private int u2(int at) {
    return Short.toUnsignedInt(in.getShort(at));
  }
}
