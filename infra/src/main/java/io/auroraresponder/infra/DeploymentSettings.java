package io.auroraresponder.infra;

import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.policy.FreezeWindow;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.policy.Policy;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that a deployment can choose, read from the CDK context; docs/operations/install.md lists the keys.
 *
 * @param name beginning of every name on AWS
 * @param artifact the functions' jar
 * @param limits environment variables of the hard limits that the context sets; those that it leaves out have the functions' defaults
 * @param people who gets mail
 * @param channels what the notification function tells
 * @param keeping how long logs and reports are kept
 * @param schedules when the scheduled looks run
 * @param login how the probe logs in
 * @param concurrency invocations that are reserved for a function, and the most that it may have, by the end of its name
 * @param pages where alarm descriptions point to
 * @param ignoredAlarms beginnings of alarm names that no rule forwards
 * @param probes one a VPC; none is the step "outside"
 * @param alarms clusters that get alarms
 * @param fleetAlarms whether there are alarms over every cluster of the account and region
 * @param central where the news of many deployments come together
 * @param operators who may take the role of an operator, ARNs; none makes no role
 * @param newCluster an Aurora cluster to create
 */
record DeploymentSettings(
    String name,
    String artifact,
    Map<String, String> limits,
    People people,
    Channels channels,
    Keeping keeping,
    Schedules schedules,
    Login login,
    Map<String, Integer> concurrency,
    DocLinks pages,
    List<String> ignoredAlarms,
    List<ProbePlace> probes,
    List<WatchedCluster> alarms,
    boolean fleetAlarms,
    Optional<CentralAccount> central,
    List<String> operators,
    Optional<NewCluster> newCluster) {

  /**
   * Mail addresses.
   *
   * @param findings for what the responder found
   * @param operations for what is wrong with the responder itself
   * @param findingsFrom the severities that the addresses for findings get; empty for all
   */
  record People(List<String> findings, List<String> operations, List<String> findingsFrom) {}

  /**
   * Slack, pager and bus; each empty where there is none.
   *
   * @param slackSecret name or ARN of a secret, as the pager's
   * @param slackChannel where messages go whose cluster names no channel; empty for a web hook
   * @param signingSecret name or ARN of the secret by which answers from Slack are known; empty: messages have no buttons
   * @param variables what the function is told beside that
   */
  record Channels(
      String slackSecret, String slackChannel, String pagerSecret, String eventBus, String signingSecret, Map<String, String> variables) {
    Channels {
      variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    }

    /** Secrets that a function reads. */
    List<String> secrets(DeployedFunction function) {
      Stream<String> all = function == DeployedFunction.APPROVAL ? Stream.of(signingSecret) : Stream.of(slackSecret, pagerSecret);
      return all.filter(secret -> !secret.isEmpty()).distinct().toList();
    }

    /** Whether people may answer in Slack. */
    boolean takesAnswers() {
      return !signingSecret.isEmpty();
    }

    /** The function's variables; a channel that is not there has none. */
    Map<String, String> environment() {
      Map<String, String> all = new TreeMap<>(variables);
      all.put("SLACK_SECRET", slackSecret);
      all.put("SLACK_CHANNEL", slackChannel);
      all.put("PAGER_SECRET", pagerSecret);
      all.put("EVENT_BUS", eventBus);
      all.put("SLACK_SIGNING_SECRET", signingSecret);
      all.values().removeIf(String::isEmpty);
      return all;
    }
  }

  /** Days. CloudWatch Logs accepts only some numbers (PutRetentionPolicy). */
  record Keeping(int logDays, int reportDays) {}

  /** EventBridge cron expressions in UTC, without the word {@code cron}. */
  record Schedules(String daily, String weekly, String selfCheck) {}

  /**
   * How the probe logs in.
   *
   * @param roots file of root certificates in place of those in the jar, PEM; empty for those
   */
  record Login(String database, String user, String roots) {}

  private static final String ARTIFACT = "functions/target/functions-deploy.jar";

  /** So that the longest function name, a probe's, stays under Lambda's 64 characters. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,22}[a-z0-9]");

  private static final Pattern MAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
  private static final Pattern URL = Pattern.compile("https://\\S+[^/\\s]");
  private static final Pattern PEM = Pattern.compile(".+\\.pem");
  private static final Pattern PRINCIPAL = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:(user|role)/[\\w+=,.@/-]{1,512}");
  private static final Pattern SECRET =
      Pattern.compile("[\\w/+=.@-]{1,512}|arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[\\w/+=.@-]{1,512}");
  private static final Pattern SLACK_CHANNEL = Pattern.compile("[CG][A-Z0-9]{8,20}|#[\\p{Ll}\\p{Lo}0-9_-]{1,80}");
  private static final Pattern CHANNEL_ID = Pattern.compile("[CG][A-Z0-9]{8,20}");
  private static final Pattern SLACK_USER = Pattern.compile("[UW][A-Z0-9]{2,20}");
  private static final Pattern SLACK_TEAM = Pattern.compile("T[A-Z0-9]{2,20}");
  private static final Pattern SLACK_APP = Pattern.compile("A[A-Z0-9]{2,20}");
  private static final List<String> ANSWERS = List.of("slackMaxAcu", "slackTeam", "slackApp", "slackSigningSecret");
  private static final Pattern BUS = Pattern.compile("[\\w./-]{1,256}|arn:aws[a-z-]*:events:[a-z0-9-]+:\\d{12}:event-bus/[\\w./-]{1,256}");
  private static final Pattern SEVERITY = Pattern.compile("critical|warning|info|ok");
  private static final Pattern DETAILS = Pattern.compile("full|names|none");
  private static final Pattern PAGER_REGION = Pattern.compile("us|eu");
  private static final Pattern FILE = Pattern.compile(".+\\.jar");
  private static final Pattern MODE = Pattern.compile("off|observe|propose|act");
  private static final Pattern SQL_NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
  private static final Pattern ALARM_PREFIX = Pattern.compile("[^*]{1,200}");
  private static final Pattern ANYTHING = Pattern.compile(".+");
  private static final Set<Integer> LOG_DAYS = Set.of(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653);

  static final Set<String> KEYS =
      Set.of(
          "name", "artifact", "acting", "defaultMode", "highestMode", "maxAcu", "minAcu", "step", "leaseHours", "resendHours", "timeZone",
          "mailDetails",
          "budgetAcuHoursPerDay", "fleetBudgetAcuHoursPerDay", "fleetRaisedAtOnce",
          "cooldownMinutes", "ratePerDay", "freeze", "slackSecret", "slackChannel", "slackFrom", "slackDetails", "approvers", "slackMaxAcu",
          "slackTeam", "slackApp", "slackSigningSecret", "pagerSecret",
          "pagerRegion", "pageFrom", "pagerDetails",
          "eventBus", "findingsMailFrom", "findingsMail", "operationsMail", "logDays", "reportDays", "daily", "weekly",
          "selfCheck",
          "probeDatabase", "probeUser", "probeRoots", "reservedConcurrency", "fleetAlarms", "central", "operators", "pages",
          "ignoredAlarms", "probes", "alarms", "newCluster");

  DeploymentSettings {
    // Sorted, so that the template is the same every time.
    limits = Collections.unmodifiableMap(new TreeMap<>(limits));
    concurrency = Collections.unmodifiableMap(new TreeMap<>(concurrency));
    ignoredAlarms = List.copyOf(ignoredAlarms);
    probes = List.copyOf(probes);
    alarms = List.copyOf(alarms);
    operators = List.copyOf(operators);
  }

  /**
   * Reads a context.
   *
   * @throws Context.RefusedException naming the first value that cannot be used
   */
  static DeploymentSettings read(Context context) {
    context.allowOnly(KEYS);
    List<ProbePlace> probes = context.sections("probes").stream().map(ProbePlace::read).toList();
    refuseTwice("probes[].vpc", probes.stream().map(ProbePlace::vpc).toList());
    List<WatchedCluster> alarms = context.sections("alarms").stream().map(WatchedCluster::read).toList();
    Optional<NewCluster> newCluster = context.section("newCluster").map(NewCluster::read);
    List<String> watched = new ArrayList<>(alarms.stream().map(WatchedCluster::cluster).toList());
    newCluster.ifPresent(made -> watched.add(made.id()));
    refuseTwice("alarms[].cluster", watched);
    return new DeploymentSettings(
        context.text("name", "aurora-responder", NAME, "3 to 24 lower-case letters, digits and hyphens, beginning with a letter"),
        context.text("artifact", ARTIFACT, FILE, "the path of a jar"),
        limits(context),
        new People(mail(context, "findingsMail"), mail(context, "operationsMail"), findingsFrom(context)),
        channels(context),
        new Keeping(logDays(context), context.whole("reportDays", 400, 1, 3650)),
        new Schedules(cron(context, "daily", "0 6 * * ? *"), cron(context, "weekly", "0 7 ? * MON *"),
        cron(context, "selfCheck", "0 5 * * ? *")),
        new Login(
            context.text("probeDatabase", "postgres", SQL_NAME, "the name of a database"),
            context.text("probeUser", "aurora_responder", SQL_NAME, "a login in lower case"),
            context.text("probeRoots", "", PEM, "the path of a file of root certificates that ends in .pem")),
        concurrency(context),
        new DocLinks(context.text("pages", "", URL, "the https address of the folder docs without a slash at its end")),
        context.texts("ignoredAlarms", ALARM_PREFIX, "beginnings of alarm names"),
        probes,
        alarms,
        context.flag("fleetAlarms", false),
        CentralAccount.read(context),
        context.texts("operators", PRINCIPAL, "ARNs of IAM users and roles"),
        newCluster);
  }

  /** The same with what the deployment itself brings along. */
  DeploymentSettings with(List<ProbePlace> everyProbe, List<WatchedCluster> everyCluster) {
    return new DeploymentSettings(
        name, artifact, limits, people, channels, keeping, schedules, login, concurrency, pages, ignoredAlarms, everyProbe, everyCluster,
        fleetAlarms, central, operators, newCluster);
  }

  private static Map<String, String> limits(Context context) {
    Map<String, String> all = new TreeMap<>();
    mode(context, all, "defaultMode", "LIMIT_DEFAULT_MODE");
    mode(context, all, "highestMode", "LIMIT_HIGHEST_MODE");
    acting(context, all);
    number(context, all, "maxAcu", "LIMIT_MAX_ACU", 1, 256);
    number(context, all, "minAcu", "LIMIT_MIN_ACU", 0, 256);
    number(context, all, "step", "LIMIT_STEP", 1.1, 4);
    number(context, all, "leaseHours", "LIMIT_LEASE_HOURS", 0.25, 168);
    number(context, all, "resendHours", "RESEND_HOURS", 0.25, 168);
    timeZone(context, all);
    details(context, "mailDetails", "MAIL_DETAILS", all);
    number(context, all, "budgetAcuHoursPerDay", "LIMIT_BUDGET_ACU_HOURS_PER_DAY", 0, 6144);
    number(context, all, "cooldownMinutes", "LIMIT_COOLDOWN_MINUTES", 0, 1440);
    number(context, all, "fleetBudgetAcuHoursPerDay", "LIMIT_FLEET_BUDGET_ACU_HOURS_PER_DAY", 0, 100_000);
    if (context.has("fleetRaisedAtOnce")) {
      all.put("LIMIT_FLEET_RAISED_AT_ONCE", Integer.toString(context.whole("fleetRaisedAtOnce", 0, 0, 1000)));
    }
    if (context.has("ratePerDay")) {
      all.put("LIMIT_RATE_PER_DAY", Integer.toString(context.whole("ratePerDay", 0, 0, 100)));
    }
    if (context.has("freeze")) {
      all.put("LIMIT_FREEZE", freeze(context));
    }
    refuseOddRange(all);
    refuseOddModes(all);
    return all;
  }

  private static void timeZone(Context context, Map<String, String> all) {
    if (context.has("timeZone")) {
      String name = context.text("timeZone", "", ANYTHING, "the name of a time zone such as Europe/Berlin");
      if (!ZoneId.getAvailableZoneIds().contains(name)) {
        throw new Context.RefusedException(
            "context 'timeZone' is \"" + name + "\"; expected the name of a time zone such as Europe/Berlin");
      }
      all.put("TIME_ZONE", name);
    }
  }

  /** The one setting that allows changes at all: without it no tag can ask for more than a look. */
  private static void acting(Context context, Map<String, String> all) {
    Policy.Mode asked = mode(all, "LIMIT_HIGHEST_MODE", Policy.Mode.ACT);
    if (context.flag("acting", false)) {
      all.put("LIMIT_HIGHEST_MODE", asked.word());
    } else if (context.has("highestMode") && asked.compareTo(Policy.Mode.OBSERVE) > 0) {
      throw new Context.RefusedException(
          "context 'highestMode' is " + asked.word() + "; expected beside it 'acting': true, the one setting that allows changes");
    } else {
      all.put("LIMIT_HIGHEST_MODE", asked.atMost(Policy.Mode.OBSERVE).word());
    }
  }

  /** Whether any change is allowed at all. */
  boolean isActing() {
    return mode(limits, "LIMIT_HIGHEST_MODE", Policy.Mode.OBSERVE).compareTo(Policy.Mode.OBSERVE) > 0;
  }

  /** What each value alone allows and the two together do not; what is left out has the functions' default. */
  private static void refuseOddRange(Map<String, String> limits) {
    double least = number(limits, "LIMIT_MIN_ACU", HardLimits.DEFAULTS.minAcu());
    double most = number(limits, "LIMIT_MAX_ACU", HardLimits.DEFAULTS.maxAcu());
    if (least * 2 % 1 != 0 || most * 2 % 1 != 0) {
      throw new Context.RefusedException("context 'minAcu' and 'maxAcu' are " + least + " and " + most + "; expected steps of 0.5 ACU");
    }
    if (least > most) {
      throw new Context.RefusedException(
          "context 'minAcu' is " + least + shown(limits, "LIMIT_MIN_ACU") + "; expected at most maxAcu, " + most
          + shown(limits, "LIMIT_MAX_ACU"));
    }
  }

  private static double number(Map<String, String> limits, String variable, double otherwise) {
    return limits.containsKey(variable) ? Double.parseDouble(limits.get(variable)) : otherwise;
  }

  private static String shown(Map<String, String> limits, String variable) {
    return limits.containsKey(variable) ? "" : " (the default)";
  }

  /** A cluster without a mode tag would otherwise have a mode that no tag may ask for. */
  private static void refuseOddModes(Map<String, String> limits) {
    Policy.Mode otherwise = mode(limits, "LIMIT_DEFAULT_MODE", HardLimits.DEFAULTS.defaultMode());
    Policy.Mode highest = mode(limits, "LIMIT_HIGHEST_MODE", HardLimits.DEFAULTS.highestMode());
    if (otherwise.compareTo(highest) > 0) {
      boolean acts = highest.compareTo(Policy.Mode.OBSERVE) > 0;
      throw new Context.RefusedException(
          "context 'defaultMode' is " + otherwise.word() + shown(limits, "LIMIT_DEFAULT_MODE") + "; expected at most highestMode, "
          + highest.word() + (acts || highest == Policy.Mode.OFF ? "" : ", unless 'acting' is true"));
    }
  }

  private static Policy.Mode mode(Map<String, String> limits, String variable, Policy.Mode otherwise) {
    return limits.containsKey(variable) ? Policy.Mode.valueOf(limits.get(variable).toUpperCase(Locale.ROOT)) : otherwise;
  }

  /** Lambda's account limit is 1000 unless raised, and 10 in new accounts, which leaves nothing to reserve. */
  private static Map<String, Integer> concurrency(Context context) {
    Map<String, Integer> all = new TreeMap<>();
    context.section("reservedConcurrency").ifPresent(section -> {
      section.allowOnly(Arrays.stream(DeployedFunction.values()).map(DeployedFunction::id).collect(Collectors.toSet()));
      for (DeployedFunction function : DeployedFunction.values()) {
        if (section.has(function.id())) {
          all.put(function.id(), section.whole(function.id(), 0, 0, 1000));
        }
      }
    });
    return all;
  }

  private static void mode(Context context, Map<String, String> all, String key, String variable) {
    if (context.has(key)) {
      all.put(variable, context.text(key, "", MODE, "off, observe, propose or act"));
    }
  }

  private static String freeze(Context context) {
    String windows = context.text("freeze", "", ANYTHING, "windows such as 'Fri 18:00-Mon 06:00 Europe/Berlin / daily 22:00-23:00'");
    try {
      FreezeWindow.parse(windows);
      return windows;
    } catch (IllegalArgumentException notUnderstood) {
      throw new Context.RefusedException("context 'freeze' is \"" + windows + "\": " + notUnderstood.getMessage());
    }
  }

  private static void number(Context context, Map<String, String> all, String key, String variable, double least, double most) {
    context
        .optionalNumber(key, least, most)
        .ifPresent(value -> all.put(variable, value % 1 == 0 ? Long.toString(value.longValue()) : Double.toString(value)));
  }

  private static Channels channels(Context context) {
    Map<String, String> variables = new TreeMap<>();
    severity(context, "slackFrom", "SLACK_FROM", variables);
    severity(context, "pageFrom", "PAGE_FROM", variables);
    details(context, "slackDetails", "SLACK_DETAILS", variables);
    details(context, "pagerDetails", "PAGER_DETAILS", variables);
    if (context.text("pagerRegion", "us", PAGER_REGION, "us or eu, the service region of your PagerDuty account").equals("eu")) {
      variables.put("PAGER_ADDRESS", "https://events.eu.pagerduty.com/v2/enqueue");
    }
    String secret = "the name or ARN of a secret in Secrets Manager";
    Channels channels =
        new Channels(
            context.text("slackSecret", "", SECRET, secret),
            context.text("slackChannel", "", SLACK_CHANNEL, "a channel's id such as C0123456789, or its name such as #operations"),
            context.text("pagerSecret", "", SECRET, secret),
            context.text("eventBus", "", BUS, "the name or ARN of an event bus"), answers(context, variables), variables);
    if (channels.slackSecret().isEmpty() && !channels.slackChannel().isEmpty()) {
      throw new Context.RefusedException("context 'slackChannel' is \"" + channels.slackChannel()
          + "\" without 'slackSecret'; expected the secret that holds the bot's token");
    }
    return channels;
  }

  /**
   * The name of the signing secret; empty where nobody may answer in Slack. What they are given with is given whole, or refused by name.
   */
  private static String answers(Context context, Map<String, String> variables) {
    List<String> approvers = context.texts("approvers", SLACK_USER, "Slack's ids of users such as U061F7AUR");
    if (approvers.isEmpty()) {
      for (String key : ANSWERS) {
        if (context.has(key)) {
          throw new Context.RefusedException("context '" + key
              + "' stands without 'approvers'; expected the ids of those who may answer in Slack");
        }
      }
      return "";
    }
    for (String key : ANSWERS) {
      if (!context.has(key)) {
        throw new Context.RefusedException("context 'approvers' stands without '" + key + "'; expected all of "
            + String.join(", ", ANSWERS));
      }
    }
    if (!CHANNEL_ID.matcher(context.text("slackChannel", "", SLACK_CHANNEL, "a channel")).matches()) {
      throw new Context.RefusedException(
          "context 'approvers' needs 'slackChannel' as the channel's id such as C0123456789: an answer tells no name");
    }
    variables.put("SLACK_APPROVERS", String.join(",", approvers));
    number(context, variables, "slackMaxAcu", "SLACK_MAX_ACU", 1, 256);
    variables.put("SLACK_TEAM", context.text("slackTeam", "", SLACK_TEAM, "Slack's id of the workspace such as T012AB3C4"));
    variables.put("SLACK_APP", context.text("slackApp", "", SLACK_APP, "Slack's id of the app such as A0123456789"));
    return context.text("slackSigningSecret", "", SECRET, "the name or ARN of a secret in Secrets Manager");
  }

  private static void severity(Context context, String key, String variable, Map<String, String> all) {
    if (context.has(key)) {
      all.put(variable, context.text(key, "", SEVERITY, "critical, warning, info or ok"));
    }
  }

  private static void details(Context context, String key, String variable, Map<String, String> all) {
    if (context.has(key)) {
      all.put(variable, context.text(key, "", DETAILS, "full, names or none"));
    }
  }

  /** The severity and every worse one; none for all. */
  private static List<String> findingsFrom(Context context) {
    List<String> all = List.of("critical", "warning", "info", "ok");
    String least = context.text("findingsMailFrom", "ok", SEVERITY, "critical, warning, info or ok");
    return least.equals("ok") ? List.of() : all.subList(0, all.indexOf(least) + 1);
  }

  private static List<String> mail(Context context, String key) {
    return context.texts(key, MAIL, "mail addresses");
  }

  private static String cron(Context context, String key, String otherwise) {
    String given = context.text(key, otherwise, ANYTHING, "an EventBridge cron expression");
    Cron.fault(given).ifPresent(fault -> {
      throw new Context.RefusedException(
          "context '" + key + "' is \"" + given + "\": " + fault
          + "; expected the six fields of an EventBridge cron expression in UTC, such as '"
          + otherwise + "'");
    });
    return given;
  }

  private static int logDays(Context context) {
    int days = context.whole("logDays", 90, 1, 3653);
    if (!LOG_DAYS.contains(days)) {
      throw new Context.RefusedException(
          "context 'logDays' is " + days + "; expected one of "
          + String.join(", ", LOG_DAYS.stream().sorted().map(String::valueOf).toList()));
    }
    return days;
  }

  static void refuseTwice(String what, List<String> names) {
    List<String> seen = new ArrayList<>();
    for (String name : names) {
      if (seen.contains(name)) {
        throw new Context.RefusedException("context '" + what + "' names " + name + " twice");
      }
      seen.add(name);
    }
  }
}
