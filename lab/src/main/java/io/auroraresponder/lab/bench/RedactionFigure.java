package io.auroraresponder.lab.bench;

import io.auroraresponder.postgres.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Statement texts without their values, against one regular expression that replaces quoted texts and numbers: the least that anybody
 * would do, and not enough, because it knows no dollar quotes, comments, escapes, cut texts and passwords.
 */
public final class RedactionFigure implements Figure {
  private static final int ROUNDS = 9;
  private static final int CHARACTERS = 1_000_000;
  private static final Pattern VALUES = Pattern.compile("'(?:''|[^'])*+'|\\b\\d+(?:\\.\\d+)?\\b");

  private static final List<String> SHAPES =
      List.of(
          "SELECT o.id, o.total, c.name FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.state = '%s' AND o.id > %d",
          "INSERT INTO audit_log (actor, action, at, amount) VALUES ('%s', 'changed', now(), %d), ('%1$s', 'seen', now(), %2$d)",
          "UPDATE stock SET reserved = reserved + %2$d, note = '%1$s' WHERE sku = '%1$s' RETURNING reserved",
          "WITH recent AS (SELECT * FROM events WHERE at > now() - interval '%2$d minutes') SELECT count(*) FROM recent WHERE kind = "
          + "'%1$s'",
          "DELETE FROM sessions WHERE token = '%s' /* nightly */ AND age > %d -- expired");

  @Override
  public String name() {
    return "redaction";
  }

  @Override
  public String summary() {
    return "1 MB of statements without their values, against one pass of a regular expression";
  }

  @Override
  public List<Measured> measure(Consumer<String> progress) {
    progress.accept("1 MB by turns, " + ROUNDS + " rounds");
    List<String> statements = statements();
    List<Samples> taken =
        Samples.byTurns(
            ROUNDS, 1, () -> statements.stream().mapToInt(statement -> VALUES.matcher(statement).replaceAll("?").length()).sum(),
            () -> statements.stream().mapToInt(statement -> Redaction.of(statement).length()).sum());
    return List.of(
        taken.getLast().times(taken.getFirst(), "redaction of 1 MB", "x one regular expression", new Goal.AtMost(3)),
        taken.getLast().itself("redaction of 1 MB", "ms", new Goal.None()));
  }

  /** The same ones in every run. */
  private static List<String> statements() {
    Random random = new Random(42);
    List<String> statements = new ArrayList<>();
    int characters = 0;
    while (characters < CHARACTERS) {
      String shape = SHAPES.get(random.nextInt(SHAPES.size()));
      String statement = String.format(Locale.ROOT, shape, "value " + Long.toHexString(random.nextLong()), random.nextInt(1_000_000));
      statements.add(statement);
      characters += statement.length();
    }
    return statements;
  }
}
