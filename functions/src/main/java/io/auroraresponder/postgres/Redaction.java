package io.auroraresponder.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Statement texts without anything that their authors put in as a value. The law: no literal, comment or password of any statement
 * survives, whatever the quoting, also in a text that was cut short. When in doubt more is dropped; when the reading fails nothing is
 * shown.
 */
public final class Redaction {

  /** Shown where a text could not be redacted. */
  public static final String NOT_SHOWN = "[query text not shown]";

  private static final String HIDDEN_BY_SERVER = "<insufficient privilege>";

  /** Statements whose literals are all quoted or numeric, so that taking those out is enough. */
  private static final Set<String> PLANNABLE =
      Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "VALUES", "TABLE", "FETCH", "MOVE", "CLOSE", "BEGIN", "START",
          "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "VACUUM", "ANALYZE", "REINDEX", "LOCK", "TRUNCATE");

  private static final Set<String> SECRETIVE =
      Set.of("PASSWORD", "SECRET", "IDENTIFIED", "CONNECTION", "OPTIONS", "MAPPING", "SERVER", "AWS_CREDENTIALS", "PROGRAM");

  /** What ALTER and CREATE may change whose settings take unquoted values. */
  private static final Set<String> WITH_SETTINGS =
      Set.of("ROLE", "USER", "GROUP", "DATABASE", "SYSTEM", "SERVER", "SUBSCRIPTION", "FUNCTION", "PROCEDURE", "ROUTINE");

  private Redaction() {}

  /** The whole text, redacted, white space collapsed; empty where the server did not show one. */
  public static String of(String statement) {
    if (statement.isBlank() || statement.equals(HIDDEN_BY_SERVER)) {
      return "";
    }
    try {
      return shown(SqlLexer.tokens(statement));
    } catch (RuntimeException e) {
      // Fail closed: what could not be read is not shown, and the exception might quote it.
      return NOT_SHOWN;
    }
  }

  /** The redacted text, at most {@code limit} characters. */
  public static String brief(String statement, int limit) {
    return Display.cut(of(statement), limit);
  }

  /** A number that is the same for statements that differ in values and white space only; 0 where there is no text. */
  static long idOf(String statement) {
    String redacted = of(statement);
    if (redacted.isEmpty()) {
      return 0;
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(redacted.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      long id = ByteBuffer.wrap(hash).getLong();
      return id == 0 ? 1 : id;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static String shown(List<SqlToken> tokens) {
    StringBuilder out = new StringBuilder();
    List<SqlToken> one = new ArrayList<>();
    for (SqlToken token : tokens) {
      one.add(token);
      if (token.isSymbol(";")) {
        append(out, one);
        one.clear();
      }
    }
    append(out, one);
    return Display.clean(out.toString()).strip();
  }

  private static void append(StringBuilder out, List<SqlToken> statement) {
    List<SqlToken> kept = withoutSettings(statement);
    kept = RepeatedValues.collapsed(kept);
    for (SqlToken token : kept) {
      boolean tight = token.isSymbol(",") || token.isSymbol(";") || token.isSymbol(")");
      boolean open = out.isEmpty() || out.charAt(out.length() - 1) == ' ';
      if (token.spaced() && !tight && !open) {
        out.append(' ');
      }
      out.append(token.text());
    }
    if (!kept.isEmpty() && out.charAt(out.length() - 1) == ';') {
      out.append(' ');
    }
  }

  /** Utility statements take secrets and settings as bare words too: of those only the first words stay. */
  private static List<SqlToken> withoutSettings(List<SqlToken> statement) {
    if (statement.isEmpty() || isPlannable(statement.get(0))) {
      return statement;
    }
    if (statement.get(0).is("SET")) {
      return setting(statement);
    }
    boolean settings = statement.size() > 1 && WITH_SETTINGS.contains(upper(kindOfObject(statement)));
    if (settings || statement.stream().anyMatch(token -> SECRETIVE.contains(upper(token)))) {
      return firstWords(statement);
    }
    return statement;
  }

  private static boolean isPlannable(SqlToken first) {
    return PLANNABLE.contains(upper(first)) || first.isSymbol("(") || first.isSymbol(";");
  }

  /** ROLE in {@code ALTER ROLE} and FUNCTION in {@code CREATE OR REPLACE FUNCTION}. */
  private static SqlToken kindOfObject(List<SqlToken> statement) {
    boolean replace = statement.size() > 3 && statement.get(1).is("OR") && statement.get(2).is("REPLACE");
    return statement.get(replace ? 3 : 1);
  }

  private static List<SqlToken> firstWords(List<SqlToken> statement) {
    List<SqlToken> kept = new ArrayList<>();
    for (SqlToken token : statement.subList(0, Math.min(2, statement.size()))) {
      if (token.kind() != SqlToken.Kind.WORD || !token.text().chars().allMatch(Character::isLetter)) {
        break;
      }
      kept.add(token);
    }
    kept.add(new SqlToken(SqlToken.Kind.CUT, "… [redacted]", true));
    return kept;
  }

  /** {@code SET name = ?}: the value may be a bare word. */
  private static List<SqlToken> setting(List<SqlToken> statement) {
    for (int i = 1; i < statement.size(); i++) {
      if (statement.get(i).isSymbol("=") || statement.get(i).is("TO")) {
        List<SqlToken> kept = new ArrayList<>(statement.subList(0, i + 1));
        kept.add(new SqlToken(SqlToken.Kind.VALUE, "?", true));
        return kept;
      }
    }
    return firstWords(statement);
  }

  private static String upper(SqlToken token) {
    return token.kind() == SqlToken.Kind.WORD ? token.text().toUpperCase(Locale.ROOT) : token.text();
  }
}
