package io.auroraresponder.infra;

import io.auroraresponder.incident.Version;
import io.auroraresponder.infra.EventRules.EventRule;
import io.auroraresponder.infra.OwnAlarms.Named;
import io.auroraresponder.infra.Permissions.Statement;
import io.auroraresponder.infra.ResponderFunction.Common;
import io.auroraresponder.infra.ResponderFunction.Own;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.notify.Channel;
import io.auroraresponder.policy.HardLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.CfnManagedPolicy;
import software.amazon.awscdk.services.lambda.CfnLayerVersion;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.lambda.CfnUrl;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.logs.CfnMetricFilter;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/**
 * The responder: functions and what wakes them, ledger, reports, topics, and what watches it.
 *
 * <p>Functions name each other by ARNs that follow from their names, so that none has to be made before another.
 */
final class ResponderStack extends Stack {
  private static final String CHANGE = "rds:ModifyDBCluster";
  /** Lambda unpacks layers under /opt. */
  private static final String ROOTS = "rds-roots.pem";

  private final DeploymentSettings settings;
  private final List<ProbePlace> places;
  private final List<ProbePlace> others;
  private final Messaging messaging;
  private final DataStack data;
  private final Common common;
  private final Map<DeployedFunction, ResponderFunction> functions = new EnumMap<>(DeployedFunction.class);
  private final List<Probe> probes = new ArrayList<>();
  private final List<Rules> rules = new ArrayList<>();

  /** {@code others}: places of probes in stacks of their own, which the functions find by name. */
  ResponderStack(Construct scope, String id, DeploymentSettings settings, List<ProbePlace> others, DataStack data) {
    super(scope, id, StackProps.builder().description(
        "Aurora Responder: diagnoses Aurora Serverless v2 PostgreSQL and changes its scaling range inside guard rails").build());
    this.settings = settings;
    this.places = settings.probes();
    this.others = List.copyOf(others);
    this.messaging = new Messaging(this, "Messaging", settings);
    this.data = data;
    // The table goes by its name, which CloudFormation does not take for a reference.
    addStackDependency(data, "the ledger");
    this.common = new Common(Code.fromAsset(settings.artifact()), settings.keeping().logDays(), messaging.failuresArn(),
        new Permissions(permissionPlaces()), settings.isActing() ? Optional.empty() : Optional.of(notActing()));
    warnWhereNobodyListens();
    addFunctions();
    messaging.wake(function(DeployedFunction.NOTIFICATION));
    if (isThere(DeployedFunction.APPROVAL)) {
      takeAnswers(function(DeployedFunction.APPROVAL));
    }
    addRules();
    addSchedules();
    watch();
    tellTheOperator();
  }

  /**
   * While the deployment does not act, IAM says so too: whatever a policy of the role allows, a boundary denies the one call that changes a
   * cluster (IAM User Guide, "Permissions boundaries for IAM entities").
   */
  private String notActing() {
    List<Statement> statements =
        List.of(Statement.allow(List.of("*"), List.of("*")), new Statement(false, List.of(CHANGE), List.of("*"), Map.of()));
    CfnManagedPolicy made =
        CfnManagedPolicy.Builder.create(this, "NotActing")
            .managedPolicyName(settings.name() + "-not-acting")
            .description("Aurora Responder: nothing is changed before the context says \"acting\": true")
            .policyDocument(ResponderFunction.policy(statements.stream().<Object>map(Statement::json).toList()))
            .build();
    Suppressions.suppress(made, "AwsSolutions-IAM5",
        "A boundary allows nothing by itself; it denies one call and leaves the rest to the role");
    return made.getAttrPolicyArn();
  }

  /**
   * Slack signs its requests and cannot sign AWS's way: so the address asks for no credentials, and the function for Slack's signature
   * before
   * it reads anything. The second permission is what Lambda asks for beside the first (Lambda Developer Guide, "Control access to Lambda
   * function URLs"); it holds for calls of the address alone.
   */
  private void takeAnswers(ResponderFunction receiver) {
    String arn = receiver.alias().getFunctionArn();
    CfnUrl url =
        CfnUrl.Builder.create(this, "Answers").targetFunctionArn(receiver.alias().getLambda().getFunctionArn())
            .qualifier(ResponderFunction.ALIAS).authType("NONE").invokeMode("BUFFERED").build();
    url.getNode().addDependency(receiver.alias());
    CfnPermission.Builder.create(this, "AnswersOpen").functionName(arn).action("lambda:InvokeFunctionUrl").principal("*")
        .functionUrlAuthType("NONE").build();
    CfnPermission.Builder.create(this, "AnswersInvoke").functionName(arn).action("lambda:InvokeFunction").principal("*")
        .invokedViaFunctionUrl(true).build();
    output("AnswersUrl", "Request URL of the Slack app, under Interactivity", url.getAttrFunctionUrl());
  }

  /** Queues and functions may be subscribed by hand, so that it is no error. */
  private void warnWhereNobodyListens() {
    Annotations notes = Annotations.of(this);
    if (settings.people().findings().isEmpty()) {
      notes.addWarningV2("aurora-responder:findingsMail",
          "'findingsMail' names nobody: findings reach only what you subscribe to the topic yourself");
    }
    if (settings.people().operations().isEmpty()) {
      notes.addWarningV2("aurora-responder:operationsMail", "'operationsMail' names nobody: nobody hears when the responder itself fails");
    }
  }

  /**
   * Remediation comes first: the others are told under which role their own changes are made. Then the probes: where they stand is told
   * too.
   */
  private void addFunctions() {
    add(DeployedFunction.REMEDIATION, "");
    String ownRole = function(DeployedFunction.REMEDIATION).roleName();
    List<String> roots = rootsLayer(this, settings);
    for (ProbePlace place : places) {
      probes.add(new Probe(this, "probe-" + place.suffix(), place, settings, common, environment(ownRole).of(DeployedFunction.PROBE),
          roots));
    }
    for (DeployedFunction which : DeployedFunction.values()) {
      if (which != DeployedFunction.PROBE && which != DeployedFunction.REMEDIATION && isThere(which)) {
        add(which, ownRole);
      }
    }
  }

  /** The user's own root certificates, as a layer beside the jar; none where those in the jar are used. */
  static List<String> rootsLayer(Construct scope, DeploymentSettings settings) {
    if (settings.login().roots().isEmpty()) {
      return List.of();
    }
    CfnLayerVersion layer =
        CfnLayerVersion.Builder.create(scope, "Roots")
            .description("Root certificates of Amazon RDS for the probes of " + settings.name())
            .content(rootsContent(scope, settings))
            .build();
    return List.of(layer.getRef());
  }

  private static CfnLayerVersion.ContentProperty rootsContent(Construct scope, DeploymentSettings settings) {
    try {
      Path folder = Files.createTempDirectory("roots");
      Files.copy(Path.of(settings.login().roots()), folder.resolve(ROOTS));
      Asset asset = Asset.Builder.create(scope, "RootsFile").path(folder.toString()).build();
      return CfnLayerVersion.ContentProperty.builder().s3Bucket(asset.getS3BucketName()).s3Key(asset.getS3ObjectKey()).build();
    } catch (IOException unreadable) {
      throw new Context.RefusedException("context 'probeRoots' is \"" + settings.login().roots() + "\", which cannot be read");
    }
  }

  private void add(DeployedFunction which, String ownRole) {
    Own own =
        new Own(
            name(which), environment(ownRole).of(which), List.of(), Optional.empty(),
            Optional.ofNullable(settings.concurrency().get(which.id())), List.of());
    functions.put(which, new ResponderFunction(this, which.id(), which, common, own));
  }

  /** The one that anybody can reach is there only where it was asked for. */
  private boolean isThere(DeployedFunction which) {
    return !which.isOptional() || settings.channels().takesAnswers();
  }

  private String name(DeployedFunction which) {
    return settings.name() + "-" + which.id();
  }

  private String aliasArn(DeployedFunction which) {
    return Arns.alias(name(which));
  }

  private FunctionEnvironment environment(String ownRole) {
    Map<String, String> known = new TreeMap<>(settings.limits());
    known.put("ACCOUNT", Aws.ACCOUNT_ID);
    known.put("LEDGER_TABLE", data.table());
    known.put("DEPLOYMENT", settings.name());
    known.put("OPERATORS_TABLE", settings.name() + "-operators");
    known.put("FINDINGS_TOPIC", messaging.findings());
    known.putAll(settings.channels().environment());
    known.put("OPERATIONS_TOPIC", messaging.operations());
    known.put("REPORT_BUCKET", data.bucket());
    known.put("REMEDIATION_FUNCTION", aliasArn(DeployedFunction.REMEDIATION));
    known.put("PROBE_MODE", places.isEmpty() ? "none" : "lambda");
    known.put("PROBE_FUNCTIONS", places.isEmpty() ? "" : named(DeployedFunction.PROBE.id() + "-*", places.stream()
        .map(place -> place.vpc().equals(place.suffix()) ? place.vpc() : place.vpc() + "=" + probeAlias(place)))
        + (others.isEmpty() ? "" : ",*"));
    if (!probes.isEmpty()) {
      known.put("PROBE_SOURCE", String.join(",", probes.stream().map(probe -> probe.place().vpc() + "=" + probe.group().getAttrGroupId())
          .toList()) + (others.isEmpty() ? "" : ",*=" + settings.name() + "-" + DeployedFunction.PROBE.id() + "-*"));
    }
    known.put("PROBE_DATABASE", settings.login().database());
    known.put("PROBE_USER", settings.login().user());
    if (!settings.login().roots().isEmpty()) {
      known.put("PROBE_ROOTS", "/opt/" + ROOTS);
    }
    known.put("FUNCTIONS", everyFunction());
    if (!ownRole.isEmpty()) {
      known.put(ResponderFunction.OWN_ROLES, ownRole);
    }
    return new FunctionEnvironment(known, this::resolve);
  }

  /** Every alias but the patrol's own, which wakes itself every minute. */
  private String everyFunction() {
    Stream<String> acting = Stream.of(DeployedFunction.values())
        .filter(which -> which != DeployedFunction.PROBE && which != DeployedFunction.PATROL && isThere(which)).map(DeployedFunction::id);
    String all = named("*", Stream.concat(acting, places.stream().map(place -> DeployedFunction.PROBE.id() + "-" + place.suffix())));
    return others.isEmpty() ? all : all + "," + named(DeployedFunction.PROBE.id() + "-*", others.stream().map(ProbePlace::suffix));
  }

  /**
   * Keys of which each stands in a function's name, and that name once: spelled out, thirty probes would fill an environment. By name, as
   * Lambda finds functions of the own account and region.
   */
  private String named(String name, Stream<String> keys) {
    return "*=" + settings.name() + "-" + name + ":" + ResponderFunction.ALIAS + "," + String.join(",", keys.toList());
  }

  private String probeAlias(ProbePlace place) {
    return Probe.functionName(settings, place) + ":" + ResponderFunction.ALIAS;
  }

  private String probeArn(ProbePlace place) {
    return Arns.alias(Probe.functionName(settings, place));
  }

  private Permissions.Places permissionPlaces() {
    return new Permissions.Places(
        thing -> Arns.of("rds", thing),
        Arns.ofAnyAccount("ec2", "prefix-list/*"),
        Arns.of("pi", "metrics/rds/*"),
        data.tableArn(),
        Arns.of("dynamodb", "table/" + settings.name() + "-operators"),
        messaging.findings(),
        messaging.operations(),
        data::reportArns,
        data.pageArns(),
        which -> settings.channels().secrets(which).stream().map(ResponderStack::secretArn).toList(),
        Stream.of(settings.channels().eventBus()).filter(bus -> !bus.isEmpty()).map(ResponderStack::busArn).toList(),
        messaging.failuresArn(),
        Arns.of("lambda", "function:" + name(DeployedFunction.REMEDIATION)),
        this::invokedBy);
  }

  /** Secrets Manager puts a hyphen and six characters behind a name (Secrets Manager User Guide, "What's in a secret"). */
  private static String secretArn(String secret) {
    return secret.startsWith("arn:") ? secret : Arns.of("secretsmanager", "secret:" + secret + "-??????");
  }

  private static String busArn(String bus) {
    return bus.startsWith("arn:") ? bus : Arns.of("events", "event-bus/" + bus);
  }

  /** Runbooks ask the probes and hand plans over; the patrol wakes everybody. */
  private List<String> invokedBy(DeployedFunction which) {
    // A role's policies have room for ten thousand characters (IAM quotas): beyond some probes their name stands for all of them.
    List<String> aliases = new ArrayList<>(
        others.isEmpty() ? places.stream().map(this::probeArn).toList()
            : List.of(Arns.alias(settings.name() + "-" + DeployedFunction.PROBE.id() + "-*")));
    if (which.runbook().isPresent()) {
      aliases.add(aliasArn(DeployedFunction.REMEDIATION));
      return aliases;
    }
    for (DeployedFunction other : DeployedFunction.values()) {
      if (other != DeployedFunction.PROBE && other != which && isThere(other)) {
        aliases.add(aliasArn(other));
      }
    }
    return aliases;
  }

  private ResponderFunction function(DeployedFunction which) {
    return Optional.ofNullable(functions.get(which)).orElseThrow();
  }

  private ResponderFunction ofRunbook(String runbook) {
    return functions.values().stream().filter(one -> one.which().runbook().equals(Optional.of(runbook))).findFirst().orElseThrow();
  }

  private void addRules() {
    List<String> ignored = new ArrayList<>(settings.ignoredAlarms());
    ignored.add(OwnAlarms.prefix(settings.name()));
    Rules rules = rules("Rules");
    for (EventRule rule : new EventRules(ignored, Aws.ACCOUNT_ID, Aws.REGION).all()) {
      List<ResponderFunction> receivers = new ArrayList<>(List.of(ofRunbook(rule.runbook())));
      if (rule.wakesRemediation()) {
        receivers.add(function(DeployedFunction.REMEDIATION));
      }
      rules.forward(rule, receivers);
    }
  }

  private Rules rules(String id) {
    Rules made = new Rules(this, id, settings.name(), messaging.failuresArn());
    rules.add(made);
    return made;
  }

  private void addSchedules() {
    Rules rules = rules("Schedules");
    for (RoutingTable.Route route : RoutingTable.routes()) {
      if (route.source() == RoutingTable.Source.SCHEDULE) {
        String cron = route.match().equals("daily") ? settings.schedules().daily() : settings.schedules().weekly();
        rules.schedule(route.match() + "-" + route.runbook(), "The " + route.match() + " look of the runbook " + route.runbook(), cron,
            ofRunbook(route.runbook()));
      }
    }
    rules.everyMinute("sweep", "Leases and unfinished changes", function(DeployedFunction.REMEDIATION), "{\"sweep\":true}");
    rules.everyMinute("patrol", "Unfinished incidents", function(DeployedFunction.PATROL), "{\"patrol\":\"resume\"}");
    rules.schedule(
        "self-check", "Wakes every function: versions with a snapshot and functions in a VPC fall asleep after 14 idle days",
        settings.schedules().selfCheck(),
        function(DeployedFunction.PATROL), "{\"patrol\":\"selfcheck\"}");
  }

  private void watch() {
    List<Named> named = new ArrayList<>();
    functions.forEach((which, one) -> named.add(new Named(name(which), which)));
    places.forEach(place -> named.add(new Named(Probe.functionName(settings, place), DeployedFunction.PROBE)));
    countSweeps();
    measureTelling();
    List<String> ruleNames = rules.stream().flatMap(made -> made.names().stream()).toList();
    new OwnAlarms(settings.name(), settings.pages()).all(named, ruleNames)
        .forEach(plan -> plan.create(this, List.of(messaging.operations())));
    new Dashboard(settings, named.stream().map(Named::functionName).toList()).create(this);
  }

  private void countSweeps() {
    CfnMetricFilter.Builder.create(this, "Sweeps")
        .logGroupName(function(DeployedFunction.REMEDIATION).logGroup())
        .filterPattern("{ $.message = \"" + DeployedFunction.SWEEP_COMPLETE + "\" }")
        .metricTransformations(
            List.of(
                CfnMetricFilter.MetricTransformationProperty.builder()
                    .metricNamespace(OwnAlarms.namespace(settings.name())).metricName(OwnAlarms.SWEEP_METRIC).metricValue("1").build()))
        .build();
  }

  /** How long after what happened each channel had taken the message, seconds: mail by the runbooks' functions, the others by one. */
  private void measureTelling() {
    functions.forEach((which, one) -> {
      if (which.runbook().isPresent() || which == DeployedFunction.NOTIFICATION) {
        measureTelling(which, one.logGroup());
      }
    });
  }

  private void measureTelling(DeployedFunction which, String logGroup) {
    CfnMetricFilter.Builder.create(this, "Telling-" + which.id())
        .logGroupName(logGroup)
        .filterPattern("{ $.message = \"" + Channel.TOLD + "\" }")
        .metricTransformations(
            List.of(
                CfnMetricFilter.MetricTransformationProperty.builder()
                    .metricNamespace(OwnAlarms.namespace(settings.name())).metricName("ToldAfter").metricValue("$.afterSeconds")
                    .unit("Seconds")
                    .dimensions(List.of(CfnMetricFilter.DimensionProperty.builder().key("channel").value("$.channel").build()))
                    .build()))
        .build();
  }

  private void tellTheOperator() {
    output("Version", "Version of the responder", Version.CURRENT);
    output("FindingsTopic", "What the responder found; subscribe people and queues here", messaging.findings());
    output("OperationsTopic", "What is wrong with the responder itself", messaging.operations());
    output(
        "SelfCheck", "Wakes every function and says what is missing",
        "aws lambda invoke --cli-binary-format raw-in-base64-out --function-name " + name(DeployedFunction.PATROL) + ":"
        + ResponderFunction.ALIAS
            + " --payload '{\"patrol\":\"selfcheck\"}' /dev/stdout");
    output(
        "StartActing", "The one command that starts acting",
        settings.isActing()
            ? "./responder switch run --first --why \"first week in act\" --aws --region " + Aws.REGION
                + (settings.name().equals(HardLimits.DEPLOYMENT) ? "" : " --name " + settings.name())
            : "none: this deployment changes nothing; set \"acting\": true in cdk.context.json and deploy again");
    probes.forEach(probe -> probe.tellTheWayIn(this));
  }

  private void output(String id, String description, String value) {
    CfnOutput.Builder.create(this, id).description(description).value(value).build();
  }

  /** As its own functions have it; the jar is another stack's to name anew. */
  Common common(Code code) {
    return new Common(code, common.logDays(), common.failures(), common.permissions(), Optional.empty());
  }

  /** What a probe reads. */
  Map<String, String> probeEnvironment() {
    return environment("").of(DeployedFunction.PROBE);
  }

  String operations() {
    return messaging.operations();
  }

  List<Probe> probes() {
    return List.copyOf(probes);
  }
}
