package io.auroraresponder.lambda;

import io.auroraresponder.notify.MailReaders;
import io.auroraresponder.policy.FreezeWindow;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.SlackApprovals;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a deployment sets.
 *
 * @param region region code
 * @param account twelve digits
 * @param ledgerTable name of the ledger's DynamoDB table
 * @param operatorsTable name of the DynamoDB table of what people say
 * @param findingsTopic ARN of the SNS topic
 * @param remediationFunction name or ARN of the function that acts, for those that hand wishes over
 * @param ownRoles roles under which our own changes are made
 * @param probeDatabase database that the probe connects to
 * @param probeUser the probe's login
 * @param resend after how long an answer that has not changed is said again while its alarm stands
 * @param readers those who read the mails
 * @param limits hard limits of the deployment
 * @param slack whose answers from Slack count
 */
public record Settings(
    String region,
    String account,
    String ledgerTable,
    String operatorsTable,
    String findingsTopic,
    String remediationFunction,
    Set<String> ownRoles,
    String probeDatabase,
    String probeUser,
    Duration resend,
    MailReaders readers,
    HardLimits limits,
    SlackApprovals slack) {
  /** Alertmanager's default repeat interval: often enough that a shift hears of what stands, seldom enough to be read. */
  public static final Duration RESEND = Duration.ofHours(4);

  public Settings {
    ownRoles = Set.copyOf(ownRoles);
  }

  /** The variables that say whose answers from Slack count. */
  static final Set<String> SLACK_ANSWERS = Set.of("SLACK_APPROVERS", "SLACK_MAX_ACU", "SLACK_TEAM", "SLACK_APP", "SLACK_CHANNEL");

  /** All of them or none: half of them would allow more than was meant. */
  static SlackApprovals slack(Environment set) {
    Set<String> approvers = set.names("SLACK_APPROVERS");
    double most = set.number("SLACK_MAX_ACU", 0);
    SlackApprovals read =
        new SlackApprovals(approvers, most, set.text("SLACK_TEAM", ""), set.text("SLACK_APP", ""), set.text("SLACK_CHANNEL", ""));
    if (approvers.isEmpty()) {
      return SlackApprovals.NONE;
    }
    if (most <= 0 || read.team().isEmpty() || read.app().isEmpty() || read.channel().isEmpty()) {
      throw Environment.wrong("SLACK_APPROVERS", String.join(",", approvers),
          "beside it SLACK_MAX_ACU, SLACK_TEAM, SLACK_APP and SLACK_CHANNEL");
    }
    return read;
  }

  /** What this process was started with. */
  static Environment environment() {
    return new Environment(System.getenv());
  }

  /** For a function that follows a runbook. */
  static Settings ofRunbook(Environment set) {
    return new Settings(
        set.text("AWS_REGION"), account(set), set.text("LEDGER_TABLE"), set.text("OPERATORS_TABLE"), set.text("FINDINGS_TOPIC"),
        set.text("REMEDIATION_FUNCTION"), set.names("OWN_ROLES"), set.text("PROBE_DATABASE", "postgres"),
        set.text("PROBE_USER", "aurora_responder"), hours(set, "RESEND_HOURS", RESEND, 0.25), readers(set), limits(set),
        SlackApprovals.NONE);
  }

  /** For the function that decides and acts. */
  static Settings ofRemediation(Environment set) {
    return new Settings(
        set.text("AWS_REGION"), account(set), set.text("LEDGER_TABLE"), set.text("OPERATORS_TABLE"), set.text("FINDINGS_TOPIC"), "",
        set.names("OWN_ROLES"), "", "", RESEND, readers(set), limits(set), slack(set));
  }

  private static MailReaders readers(Environment set) {
    return new MailReaders(timeZone(set), ChannelSettings.details(set, "MAIL_DETAILS", MailReaders.DEFAULT.details()));
  }

  private static Optional<ZoneId> timeZone(Environment set) {
    String name = set.text("TIME_ZONE", "");
    try {
      return name.isEmpty() ? Optional.empty() : Optional.of(ZoneId.of(name));
    } catch (DateTimeException unknown) {
      throw Environment.wrong("TIME_ZONE", name, "the name of a time zone such as Europe/Berlin");
    }
  }

  private static String account(Environment set) {
    String account = set.text("ACCOUNT");
    if (!account.matches("\\d{12}")) {
      throw Environment.wrong("ACCOUNT", account, "twelve digits");
    }
    return account;
  }

  /** Each missing one is as in {@link HardLimits#DEFAULTS}, but the highest mode: {@code observe}. */
  static HardLimits limits(Environment set) {
    HardLimits usual = HardLimits.DEFAULTS;
    return new HardLimits(
        mode(set, "LIMIT_DEFAULT_MODE", usual.defaultMode()),
        // Changes are allowed by a deployment that says so, and by nothing else.
        mode(set, "LIMIT_HIGHEST_MODE", Policy.Mode.OBSERVE),
        above(set, "LIMIT_MAX_ACU", usual.maxAcu(), 1),
        above(set, "LIMIT_MIN_ACU", usual.minAcu(), 0),
        above(set, "LIMIT_STEP", usual.step(), 1.05),
        hours(set, "LIMIT_LEASE_HOURS", usual.lease(), 0.25),
        above(set, "LIMIT_BUDGET_ACU_HOURS_PER_DAY", usual.budgetAcuHours(), 0),
        Duration.ofSeconds(Math.round(above(set, "LIMIT_COOLDOWN_MINUTES", usual.cooldown().toSeconds() / 60.0, 0) * 60)),
        rate(set, usual.ratePerDay()),
        usual.eventAge(),
        usual.evidenceAge(),
        usual.planExpiry(),
        freeze(set),
        usual.actions(),
        set.text("DEPLOYMENT", usual.deployment()),
        fleet(set, usual.fleet()));
  }

  private static HardLimits.Fleet fleet(Environment set, HardLimits.Fleet usual) {
    int raised = set.count("LIMIT_FLEET_RAISED_AT_ONCE", usual.raisedAtOnce());
    if (raised < 0) {
      throw Environment.wrong("LIMIT_FLEET_RAISED_AT_ONCE", Integer.toString(raised), "a whole number of at least 0");
    }
    return new HardLimits.Fleet(
        above(set, "LIMIT_FLEET_BUDGET_ACU_HOURS_PER_DAY", usual.budgetAcuHours(), 0), raised, usual.burstShare(), usual.burstFree());
  }

  private static Policy.Mode mode(Environment set, String name, Policy.Mode otherwise) {
    String word = set.text(name, otherwise.word());
    return Arrays.stream(Policy.Mode.values())
        .filter(mode -> mode.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> Environment.wrong(name, word, "off, observe, propose or act"));
  }

  private static Duration hours(Environment set, String name, Duration otherwise, double least) {
    return Duration.ofSeconds(Math.round(above(set, name, otherwise.toSeconds() / 3600.0, least) * 3600));
  }

  private static double above(Environment set, String name, double otherwise, double least) {
    double number = set.number(name, otherwise);
    if (number < least) {
      throw Environment.wrong(name, Double.toString(number), "a number of at least " + least);
    }
    return number;
  }

  private static int rate(Environment set, int otherwise) {
    int rate = set.count("LIMIT_RATE_PER_DAY", otherwise);
    if (rate < 0) {
      throw Environment.wrong("LIMIT_RATE_PER_DAY", Integer.toString(rate), "a whole number of at least 0");
    }
    return rate;
  }

  private static List<FreezeWindow> freeze(Environment set) {
    String words = set.text("LIMIT_FREEZE", "");
    try {
      return words.isEmpty() ? List.of() : FreezeWindow.parse(words);
    } catch (IllegalArgumentException notUnderstood) {
      throw Environment.wrong("LIMIT_FREEZE", words, "freeze windows such as Fri 18:00-Mon 06:00", notUnderstood);
    }
  }
}
