package io.auroraresponder.lambda.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where log lines go: standard output, unless a program that embeds the functions keeps that for itself. */
public final class LogOutput {
  private static volatile PrintStream stream = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);

  private LogOutput() {}

  /** Sends all further lines there. */
  public static void redirect(OutputStream elsewhere) {
    stream = new PrintStream(elsewhere, false, StandardCharsets.UTF_8);
  }

  /** One line, written whole: threads never mix. */
  static void line(String json) {
    PrintStream out = stream;
    synchronized (LogOutput.class) {
      out.println(json);
      out.flush();
    }
  }
}
