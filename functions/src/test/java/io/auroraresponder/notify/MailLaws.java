package io.auroraresponder.notify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The laws of every mail, as complaints about one; goldens and generated reports are held against the same list. */
public final class MailLaws {
  private static final Pattern COMMAND =
      Pattern.compile("(?s)(?:aws|psql|\\./responder|SELECT|CREATE|ALTER|ANALYZE|VACUUM|REINDEX|DROP|EXPLAIN|ROLLBACK|COMMIT) .*");
  private static final Pattern LINK = Pattern.compile("[^ ]+(?: [^ ]+)* https://\\S+");

  /** {@code 1 sessions}; a word that ends in s in the singular too ({@code 1 s}) is none. */
  private static final Pattern ONE_OF_MANY = Pattern.compile(
      "(?<![\\d.\\p{L}_-])1 (?!s\\b|is\\b|was\\b)\\p{L}*[^s\\s]s\\b");

  private static final Pattern SEVEN_DIGITS = Pattern.compile("(?<![\\d:.,/_-])\\d{7,}(?![\\d:_/-])");

  /** Sentences shorter than this may well come twice: a name, a range. */
  private static final int A_SENTENCE = 25;
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.;:])\\s+|\\n");

  private MailLaws() {}

  /** What form demands of any mail whatever is in it. */
  public static List<String> complaintsOfForm(Message mail) {
    List<String> complaints = new ArrayList<>();
    if (!mail.subject().matches("[\\x21-\\x7e][\\x20-\\x7e]{0,99}")) {
      complaints.add("subject: " + mail.subject());
    }
    if (mail.body().lines().count() > 45) {
      complaints.add(mail.body().lines().count() + " lines");
    }
    if (mail.body().getBytes(StandardCharsets.UTF_8).length > 4096) {
      complaints.add(mail.body().getBytes(StandardCharsets.UTF_8).length + " bytes");
    }
    mail.body().lines()
        .filter(line -> line.length() > 120 && !COMMAND.matcher(line).matches() && !LINK.matcher(line).matches()
            && !line.startsWith("To check it: "))
        .forEach(line -> complaints.add("long line: " + line));
    return complaints;
  }

  /** What a person may expect of a mail that a runbook made. */
  public static List<String> complaints(Message mail) {
    List<String> complaints = complaintsOfForm(mail);
    String prose = prose(mail);
    ONE_OF_MANY.matcher(prose).results().forEach(hit -> complaints.add("number: " + hit.group()));
    SEVEN_DIGITS.matcher(prose).results().forEach(hit -> complaints.add("not as people say it: " + hit.group()));
    boolean instructed = mail.body().contains("\nDO\n");
    if (instructed && mail.subject().startsWith("CRITICAL") && mail.body().contains("CAUSE unknown")) {
      complaints.add("unknown above an instruction");
    }
    if (instructed && mail.body().contains("othing needs to be changed")) {
      complaints.add("nothing to be changed above an instruction");
    }
    complaints.addAll(repeated(prose));
    return complaints;
  }

  /** Without commands, links and the names that the origin and the end of a mail give. */
  private static String prose(Message mail) {
    // A subject that lost something stands whole at the top of the body, which is then held in its place.
    boolean opens = mail.body().startsWith(mail.subject().split(" ", 2)[0] + " ");
    StringBuilder prose = new StringBuilder(opens ? "" : mail.subject().replaceAll("^(?:CRITICAL|WARNING|INFO|OK) ", "")).append(".\n");
    mail.body().lines()
        .filter(line -> !COMMAND.matcher(line).matches() && !LINK.matcher(line).matches() && !line.contains(". Seen at ")
            && !line.startsWith("Incident ") && !line.startsWith("To check it: ") && !line.startsWith("Ledger entry "))
        .forEach(line -> prose.append(line).append('\n'));
    return prose.toString();
  }

  private static List<String> repeated(String prose) {
    List<String> complaints = new ArrayList<>();
    Set<String> said = new HashSet<>();
    String flowing = prose.replaceAll("(?m)^(?:[a-z]\\) |\\d+\\. |Found(?: since [^\\n]*? UTC)?: |Not checked: )", "");
    for (String sentence : SENTENCE_END.splitAsStream(flowing).toList()) {
      String plain = sentence.replaceAll("[.;:]+$", "").strip();
      if (plain.length() >= A_SENTENCE && !said.add(plain)) {
        complaints.add("said twice: " + plain);
      }
    }
    return complaints;
  }
}
