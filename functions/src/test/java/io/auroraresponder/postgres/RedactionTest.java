package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class RedactionTest {
  /** A secret that no keyword or name of the generated statements contains; 19 characters, so that no length rule hides it. */
  private static final String SECRET = "qzSecretWordOfMinez";

  @Test
  void masksEveryFormOfLiteralOfTheTestVector() {
    String vector = "select 'it''s', E'a\\'b', U&'d\\0061t', $$x'y$$, $t$a$$b$t$, \"a\"\"'b\", 1.5e3, $1, a.b1, -- 'c\n"
        + " 2 /* x /* y */ 'z' */ , 'unfinished";

    assertThat(Redaction.of(vector)).isEqualTo("select ?, ?, ?, ?, ?, \"a\"\"'b\", ?, $1, a.b1, ?, ?…");
  }

  @Test
  void showsListsOfValuesAsOne() {
    assertThat(Redaction.of("SELECT * FROM t WHERE id IN (1, 2,3) AND x IN ($1, $2)"))
        .isEqualTo("SELECT * FROM t WHERE id IN (?) AND x IN ($1)");
    assertThat(Redaction.of("insert into t values (1, 'a'), (2, 'b'), (3, 'c')")).isEqualTo("insert into t values (?)");
    assertThat(Redaction.of("select 'a'\n  'b'")).isEqualTo("select ?");
  }

  @Test
  void keepsNamesAndShape() {
    String statement = "SELECT o.id, md5(t1.x)  FROM \"Odd Name\".orders_2024 o\n WHERE a>=b AND c ->> 'k' = d::int";

    assertThat(Redaction.of(statement)).isEqualTo("SELECT o.id, md5(t1.x) FROM \"Odd Name\".orders_2024 o WHERE a>=b AND c ->> ? = d::int");
  }

  @Test
  void showsOnlyTheFirstWordsOfStatementsThatSetSecrets() {
    assertThat(Redaction.of("ALTER ROLE app PASSWORD 'x'")).isEqualTo("ALTER ROLE … [redacted]");
    assertThat(Redaction.of("create user mapping for app server s options (password 'x')")).isEqualTo("create user … [redacted]");
    assertThat(Redaction.of("CREATE SUBSCRIPTION s CONNECTION 'host=h password=p' PUBLICATION p"))
        .isEqualTo("CREATE SUBSCRIPTION … [redacted]");
    assertThat(Redaction.of("COPY t FROM PROGRAM 'curl x'")).isEqualTo("COPY t … [redacted]");
    assertThat(Redaction.of("SELECT 1; ALTER ROLE app PASSWORD bare")).isEqualTo("SELECT ?; ALTER ROLE … [redacted]");
    assertThat(Redaction.of("SET app.token = bare")).isEqualTo("SET app.token = ?");
    assertThat(Redaction.of("ALTER DATABASE d SET app.token TO bare")).isEqualTo("ALTER DATABASE … [redacted]");
  }

  @Test
  void givesUpWhereAStringCanEndInTwoPlaces() {
    assertThat(Redaction.of("SELECT 'C:\\', 'x'")).isEqualTo("SELECT ?…");
    assertThat(Redaction.of("SELECT 1e'x\\'', 'y'")).isEqualTo("SELECT ?…");
    assertThat(Redaction.of("CREATE FUNCTION f() RETURNS text AS$b$ my word $b$")).isEqualTo("CREATE FUNCTION … [redacted]");
    assertThat(Redaction.of("SELECT a$$ my word $$ FROM t")).isEqualTo("SELECT ?…");
  }

  @Test
  void masksAddressesAndKeysThatNobodyQuoted() {
    assertThat(Redaction.of("SELECT jane.doe@example.com, AKIAIOSFODNN7EXAMPLE1 FROM t")).isEqualTo("SELECT ?, ? FROM t");
    assertThat(Redaction.of("SELECT jane-a.doe+7@my-mail.example.com")).isEqualTo("SELECT ?");
    assertThat(Redaction.of("SELECT \"jane@example.com\"")).isEqualTo("SELECT ?");
  }

  @Test
  void showsNothingBehindAnApostropheThatNobodyDoubled() {
    // PostgreSQL refuses these; the session then stands in a failed transaction with the text for all to see.
    assertThat(Redaction.of("INSERT INTO users VALUES ('O'Brien', 'pass', 'word')")).isEqualTo("INSERT INTO users VALUES (?…");
    assertThat(Redaction.of("SELECT 1 FROM t WHERE a = 'the dogs' own bone', 'x'")).isEqualTo("SELECT ? FROM t WHERE a = ?…");
    assertThat(Redaction.of("UPDATE t SET a = 'x', b = '5'11 tall', c = 'y'")).isEqualTo("UPDATE t SET a = ?…");
    assertThat(Redaction.of("UPDATE t SET a = 'dogs' ', b = 'my word'")).isEqualTo("UPDATE t SET a = ?…");
  }

  @Test
  void takesPrintedQuotationMarksForQuotes() {
    assertThat(Redaction.of("SELECT a FROM t WHERE b = \u2018my word\u2019")).isEqualTo("SELECT a FROM t WHERE b = ?…");
  }

  @Test
  void dropsCharactersThatDeceiveTheEye() {
    assertThat(Redaction.of("SELECT \"a\u202Eb\u200Bc\u0007d\"")).isEqualTo("SELECT \"abc d\"");
  }

  @Test
  void saysNothingWhereTheServerHidTheText() {
    assertThat(Redaction.of("<insufficient privilege>")).isEmpty();
    assertThat(Redaction.of("  ")).isEmpty();
  }

  @Test
  void cutsBetweenCharacters() {
    assertThat(Redaction.brief("SELECT \"😀😀😀😀\"", 10)).isEqualTo("SELECT \"😀…");
  }

  @Test
  void givesStatementsThatDifferInValuesTheSameId() {
    assertThat(Redaction.idOf("SELECT a FROM t WHERE id = 7")).isEqualTo(Redaction.idOf("select a\nfrom t where id = 12 -- x"));
    assertThat(Redaction.idOf("SELECT a FROM t")).isNotEqualTo(Redaction.idOf("SELECT b FROM t"));
    assertThat(Redaction.idOf("")).isZero();
  }

  @Property(tries = 300, seed = "20261124")
  void noLiteralOrCommentSurvivesWhateverStandsAround(@ForAll("statements") String statement) {
    assertThat(Redaction.of(statement)).doesNotContainIgnoringCase(SECRET);
  }

  @Property(tries = 300, seed = "20261125")
  void noLiteralOrCommentSurvivesBeingCutAnywhere(@ForAll("statements") String statement,
      @ForAll @IntRange(min = 0, max = 400) int length) {
    String cut = statement.substring(0, Math.min(length, statement.length()));

    // Five characters of it would be too much.
    assertThat(Redaction.of(cut)).doesNotContainIgnoringCase(SECRET.substring(0, 5));
  }

  @Property(tries = 300, seed = "20261126")
  void noPasswordSurvivesInUtilityStatementsQuotedOrNot(@ForAll("utilities") String statement) {
    assertThat(Redaction.of(statement)).doesNotContainIgnoringCase(SECRET);
  }

  @Property(tries = 300, seed = "20261129")
  void noLiteralSurvivesAnApostropheThatNobodyDoubled(@ForAll("misquoted") String statement) {
    assertThat(Redaction.of(statement)).doesNotContainIgnoringCase(SECRET);
  }

  @Property(tries = 300, seed = "20261127")
  void anyTextAtAllGivesOneLineWithoutControlCharacters(@ForAll String text) {
    assertThat(Redaction.of(text).codePoints()).noneMatch(c -> c < 0x20 || (c >= 0x7F && c <= 0x9F));
  }

  @Property(tries = 300, seed = "20261128")
  void redactingAgainChangesNoPlainStatement(@ForAll("plain") String statement) {
    assertThat(Redaction.of(Redaction.of(statement))).isEqualTo(Redaction.of(statement));
  }

  @Provide
  Arbitrary<String> statements() {
    Arbitrary<List<String>> pieces = Arbitraries.oneOf(code(), secrets()).list().ofMinSize(1).ofMaxSize(8);
    return pieces.map(list -> String.join(" ", list));
  }

  @Provide
  Arbitrary<String> plain() {
    return code().list().ofMinSize(1).ofMaxSize(8).map(list -> "SELECT " + String.join(" ", list));
  }

  @Provide
  Arbitrary<String> utilities() {
    Arbitrary<String> secret = Arbitraries.of("'" + SECRET + "'", SECRET, "$$" + SECRET + "$$", "E'\\'" + SECRET + "'", "'x" + SECRET);
    Arbitrary<String> form = Arbitraries.of(
        "ALTER ROLE app PASSWORD %s", "create role app login encrypted password %s",
        "ALTER USER MAPPING FOR a SERVER s OPTIONS (SET password %s)",
        "CREATE SUBSCRIPTION s CONNECTION %s PUBLICATION p", "COPY t TO PROGRAM %s", "SET app.key = %s", "set local app.key to %s",
        "ALTER SYSTEM SET x = %s", "ALTER DATABASE d SET x TO %s", "CREATE USER a IDENTIFIED BY %s",
        "CREATE OR REPLACE FUNCTION f() SET k = %s AS 'x'",
        "CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (password %s)", "/* c */ ALTER\nROLE a PASSWORD %s",
        "BEGIN; SET SESSION x.y = %s; COMMIT");
    return Combinators.combine(form, secret).as((text, word) -> text.replace("%s", word));
  }

  /** A careless client's text: the value of one literal holds an apostrophe, as names and sentences do. */
  @Provide
  Arbitrary<String> misquoted() {
    Arbitrary<String> sentence = Arbitraries.of("O'Brien", "the dogs' bone", "rock 'n' roll", "5'11 tall", "it's", "l'a d'e", "users' e",
        "'t was");
    Arbitrary<String> form = Arbitraries.of(
        "INSERT INTO t VALUES ('%s', '%x')", "UPDATE t SET a='%s', b='%x' WHERE c = 'd'", "SELECT f('%s','%x', 3)",
        "SELECT * FROM t WHERE n = '%s' AND p = '%x'",
        "SELECT '%s %x'", "SELECT 'a', '%s', 'b', '%x'", "SELECT 1 WHERE a IN ('%s', '%x', 'z')");
    return Combinators.combine(form, sentence).as((text, words) -> text.replace("%s", words).replace("%x", SECRET));
  }

  private static Arbitrary<String> code() {
    return Arbitraries.of("SELECT", "a", "t1.x", "\"Na me\"", "\"it's\"", "\"a$b$\"", "f$x$", "$1", "42", "0x1F", "1_000", "1.5e-3", ".5",
        ",", "(", ")",
        "=", "-", "*", "->>", "@>", "::text", "/", "[1]", "e", "u", "date", "IN", "VALUES", "<>");
  }

  private static Arbitrary<String> secrets() {
    Arbitrary<String> inside = Arbitraries.of("", "'", "''", "\"", "$$", "$", "--", "/*", "*/", "\\", "\n", ";", "$q$", "é", "E'");
    return Combinators.combine(inside, inside, Arbitraries.integers().between(0, 11))
        .as((before, after, form) -> literal(before + SECRET + after, form));
  }

  /** The secret as PostgreSQL's manual lets a literal or comment be written. */
  private static String literal(String value, int form) {
    String doubled = value.replace("'", "''");
    return switch (form) {
      case 0 -> "'" + doubled + "'";
      case 1 -> "E'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
      case 2 -> "e'" + doubled.replace("\\", "\\\\") + "'";
      case 3 -> "U&'" + doubled.replace("\\", "\\\\") + "'";
      case 4 -> "N'" + doubled + "'";
      case 5 -> "date'" + doubled + "'";
      case 6 -> "$tag$" + value + "$tag$";
      case 7 -> "$$" + value.replace("$", "") + "$$";
      case 8 -> "-- " + value.replace("\n", " ") + "\n";
      case 9 -> "/* /* " + value.replace("/*", "").replace("*/", "") + " */ " + value.replace("/*", "").replace("*/", "") + " */";
      case 10 -> "'a'\n'" + doubled + "'";
      default -> "42,'" + doubled + "'";
    };
  }
}
