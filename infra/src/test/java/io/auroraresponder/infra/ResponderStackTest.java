package io.auroraresponder.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.notify.Channel;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The responder's template by intent. */
final class ResponderStackTest {
  /** Whatever Lambda could call must be deployed: a public handler that needs nothing to be made. */
  @Test
  void everyFunctionClassIsDeployed() throws IOException {
    Set<String> classes = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("../functions/src/main/java/io/auroraresponder/lambda"))) {
      files.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
          .map(name -> "io.auroraresponder.lambda." + name.replace(".java", ""))
          .filter(ResponderStackTest::isHandler)
          .forEach(classes::add);
    }
    Set<String> deployed = new TreeSet<>();
    functions().forEach(function -> deployed.add(function.get("Handler").getAsString()));

    assertThat(deployed).containsAll(classes);
    assertThat(deployed).hasSize(DeployedFunction.values().length);
  }

  private static boolean isHandler(String name) {
    try {
      Class<?> type = Class.forName(name, false, ResponderStackTest.class.getClassLoader());
      boolean made = Stream.of(type.getConstructors()).anyMatch(constructor -> constructor.getParameterCount() == 0);
      return RequestStreamHandler.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()) && made;
    } catch (ClassNotFoundException unknown) {
      throw new AssertionError(name + " is in the sources and not on the class path", unknown);
    }
  }

  @Test
  void everyFunctionHasItsTimeMemoryAndVariables() {
    for (JsonObject function : functions()) {
      DeployedFunction which = which(function);
      assertThat(function.get("Timeout").getAsLong()).isEqualTo(which.timeout().toSeconds());
      assertThat(function.get("MemorySize").getAsInt()).isEqualTo(which.memoryMb());
      assertThat(function.get("Runtime").getAsString()).isEqualTo("java25");
      assertThat(function.getAsJsonArray("Architectures").get(0).getAsString()).isEqualTo("arm64");
      assertThat(function.getAsJsonObject("SnapStart").get("ApplyOn").getAsString()).isEqualTo("PublishedVersions");
      assertThat(variables(function)).isSubsetOf(which.environment());
      assertThat(which.environment().stream().filter(name -> !FunctionEnvironment.mayBeMissing(name))).isSubsetOf(variables(function));
    }
  }

  @Test
  void concurrencyIsReservedWhereItWasAskedForAndRootsLieBesideTheProbesJar() {
    for (JsonObject function : functions()) {
      boolean probe = which(function) == DeployedFunction.PROBE;
      assertThat(function.has("ReservedConcurrentExecutions")).isEqualTo(probe || which(function) == DeployedFunction.REMEDIATION);
      assertThat(function.has("Layers")).isEqualTo(probe);
      if (probe) {
        assertThat(function.getAsJsonObject("Environment").getAsJsonObject("Variables").get("PROBE_ROOTS").getAsString())
            .isEqualTo("/opt/rds-roots.pem");
      }
    }
  }

  @Test
  void aDeploymentThatActsHasNoBoundaryAndPrintsTheCommandThatStarts() {
    assertThat(Templates.resources(Templates.RESPONDER, "AWS::IAM::Role").values())
        .noneSatisfy(role -> assertThat(Templates.properties(role).has("PermissionsBoundary")).isTrue());
    assertThat(Templates.named(Templates.RESPONDER).getAsJsonObject("Outputs").getAsJsonObject("StartActing").toString())
        .contains("./responder switch run --first --why");
  }

  @Test
  void withoutActingIamDeniesTheOneCallThatChangesAClusterAndNothingElse() throws IOException {
    Templates.folder();
    Path folder = Templates.synthesize(Path.of("target", "synth-looking"), false, Map.of("acting", false, "highestMode", "observe"));
    JsonObject template =
        JsonParser.parseString(Files.readString(folder.resolve(Templates.RESPONDER + ".template.json"), StandardCharsets.UTF_8))
            .getAsJsonObject();
    Map<String, JsonElement> all = template.getAsJsonObject("Resources").asMap();
    List<String> bounded = new ArrayList<>();
    all.forEach((id, resource) -> {
      JsonObject one = resource.getAsJsonObject();
      if (one.get("Type").getAsString().equals("AWS::IAM::Role") && Templates.properties(one).has("PermissionsBoundary")) {
        bounded.add(id);
      }
    });
    JsonObject boundary =
        all.values().stream().map(JsonElement::getAsJsonObject)
        .filter(one -> one.get("Type").getAsString().equals("AWS::IAM::ManagedPolicy"))
            .map(Templates::properties).filter(one -> one.get("ManagedPolicyName").getAsString().equals("aurora-responder-not-acting"))
            .findFirst().orElseThrow();

    assertThat(bounded).singleElement().asString().startsWith(DeployedFunction.REMEDIATION.id());
    assertThat(boundary.getAsJsonObject("PolicyDocument").getAsJsonArray("Statement"))
        .anySatisfy(statement -> assertThat(statement.toString()).contains("\"Effect\":\"Deny\"", "rds:ModifyDBCluster"));
    assertThat(template.getAsJsonObject("Outputs").getAsJsonObject("StartActing").toString()).contains("changes nothing");
    assertThat(all.values()).filteredOn(resource -> resource.toString().contains("\"LIMIT_HIGHEST_MODE\":\"act\"")).isEmpty();
  }

  @Test
  void onlyTheProbesSitInAVpc() {
    for (JsonObject function : functions()) {
      assertThat(function.has("VpcConfig")).isEqualTo(which(function) == DeployedFunction.PROBE);
    }
    for (String type : List.of("AWS::EC2::NatGateway", "AWS::EC2::VPCEndpoint", "AWS::EC2::InternetGateway")) {
      assertThat(Templates.all().keySet()).allSatisfy(stack -> assertThat(Templates.resources(stack, type)).as(stack).isEmpty());
    }
  }

  @Test
  void aProbeReachesTheDatabasesPortAndNothingElse() {
    Map<String, JsonObject> groups = Templates.resources(Templates.RESPONDER, "AWS::EC2::SecurityGroup");

    assertThat(groups).hasSize(2);
    for (JsonObject group : groups.values()) {
      assertThat(Templates.properties(group).has("SecurityGroupIngress")).isFalse();
      for (JsonElement rule : Templates.properties(group).getAsJsonArray("SecurityGroupEgress")) {
        assertThat(rule.getAsJsonObject().keySet()).contains("DestinationSecurityGroupId").doesNotContain("CidrIp");
        assertThat(rule.getAsJsonObject().get("ToPort").getAsInt()).isEqualTo(5432);
      }
    }
  }

  @Test
  void failedEventsOfEveryAliasEndInTheQueueAndRemediationIsNeverRepeated() {
    Map<String, JsonObject> aliases = Templates.resources(Templates.RESPONDER, "AWS::Lambda::Alias");
    Map<String, JsonObject> configurations = Templates.resources(Templates.RESPONDER, "AWS::Lambda::EventInvokeConfig");

    assertThat(configurations).hasSameSizeAs(aliases);
    for (JsonObject configuration : configurations.values()) {
      JsonObject properties = Templates.properties(configuration);
      boolean acts = properties.get("FunctionName").toString().contains("remediation");
      assertThat(properties.get("Qualifier").getAsString()).isEqualTo("live");
      assertThat(properties.get("MaximumRetryAttempts").getAsInt()).isEqualTo(acts ? 0 : 2);
      assertThat(properties.get("MaximumEventAgeInSeconds").getAsInt()).isEqualTo(acts ? 300 : 3600);
      assertThat(properties.getAsJsonObject("DestinationConfig").getAsJsonObject("OnFailure").toString()).contains("MessagingFailures");
    }
  }

  @Test
  void everyTargetOfARuleHasTheQueueBehindItAndTheRightToWakeIt() {
    Map<String, JsonObject> rules = Templates.resources(Templates.RESPONDER, "AWS::Events::Rule");
    Map<String, JsonObject> permissions = Templates.resources(Templates.RESPONDER, "AWS::Lambda::Permission");
    // Those of the address in Slack stand in a test of their own.
    permissions.keySet().removeIf(id -> id.startsWith("Answers"));

    int targetCount = 0;
    rules.keySet().removeIf(id -> id.startsWith("MessagingCentral"));
    for (Map.Entry<String, JsonObject> rule : rules.entrySet()) {
      List<JsonElement> targets = Templates.properties(rule.getValue()).getAsJsonArray("Targets").asList();
      assertThat(targets).as(rule.getKey()).hasSize(rule.getKey().contains("rangechanges") ? 2 : 1);
      targetCount += targets.size();
      for (JsonElement one : targets) {
        JsonObject target = one.getAsJsonObject();
        assertThat(target.getAsJsonObject("DeadLetterConfig").toString()).contains("MessagingFailures");
        assertThat(target.get("Arn").toString()).contains("Alias");
        assertThat(permissions.values().stream().map(Templates::properties))
            .anySatisfy(
                permission -> {
                  assertThat(permission.get("SourceArn").toString()).contains("\"" + rule.getKey() + "\"");
                  assertThat(permission.get("FunctionName")).isEqualTo(target.get("Arn"));
                });
      }
    }
    assertThat(permissions.values().stream().map(Templates::properties)
        .filter(permission -> permission.get("Principal").getAsString().equals("events.amazonaws.com"))).hasSize(targetCount);
  }

  /** The findings topic alone wakes the notification function; what SNS cannot hand over ends in the queue of failures. */
  @Test
  void theFindingsTopicWakesTheFunctionThatTellsTheChannels() {
    JsonObject subscription =
        Templates.resources(Templates.RESPONDER, "AWS::SNS::Subscription").values().stream().map(Templates::properties)
            .filter(one -> one.get("Protocol").getAsString().equals("lambda")).findFirst().orElseThrow();
    JsonObject permission =
        Templates.resources(Templates.RESPONDER, "AWS::Lambda::Permission").values().stream().map(Templates::properties)
            .filter(one -> one.get("Principal").getAsString().equals("sns.amazonaws.com")).findFirst().orElseThrow();

    assertThat(subscription.get("TopicArn").toString()).contains("MessagingFindings");
    assertThat(subscription.get("Endpoint").toString()).contains("notificationAlias");
    assertThat(subscription.get("RedrivePolicy").toString()).contains("MessagingFailures");
    assertThat(permission.get("FunctionName")).isEqualTo(subscription.get("Endpoint"));
    assertThat(permission.get("SourceArn")).isEqualTo(subscription.get("TopicArn"));
  }

  /** Who reads mail at night chooses how severe it has to be; the attribute is the one that each message carries. */
  @Test
  void mailOfFindingsIsFilteredBySeverity() {
    List<JsonObject> mails =
        Templates.resources(Templates.RESPONDER, "AWS::SNS::Subscription").values().stream().map(Templates::properties)
            .filter(one -> one.get("Protocol").getAsString().equals("email")).toList();

    assertThat(mails.stream().filter(one -> one.get("TopicArn").toString().contains("MessagingFindings")))
        .isNotEmpty().allMatch(one -> one.get("FilterPolicy").toString().equals("{\"severity\":[\"critical\",\"warning\"]}"));
    assertThat(mails.stream().filter(one -> one.get("TopicArn").toString().contains("MessagingOperations")))
        .isNotEmpty().noneMatch(one -> one.has("FilterPolicy"));
  }

  /** The one function that holds secrets may read those that are named, and put events on the named bus. */
  @Test
  void theNotificationFunctionReadsItsOwnSecretsAlone() {
    String role = Templates.resources(Templates.RESPONDER, "AWS::IAM::Role").entrySet().stream()
        .filter(one -> one.getKey().startsWith("notificationRole")).findFirst().orElseThrow().getValue().toString();

    assertThat(role).contains("secret:aurora-responder/slack-??????", "secret:pager-AbCdEf", "event-bus/operations", "NOTICE#*")
        .doesNotContain("rds:", "sns:Publish", "EVENT#", "OPEN");
  }

  @Test
  void thePatternsInTheTemplateAreTheTestedOnes() {
    Set<String> synthesized = new TreeSet<>();
    Templates.resources(Templates.RESPONDER, "AWS::Events::Rule").values().stream()
        .map(Templates::properties)
        .filter(rule -> rule.has("EventPattern") && !rule.get("Name").getAsString().endsWith("-central"))
        .forEach(rule -> synthesized.add(
            rule.get("EventPattern").toString().replace("{\"Ref\":\"AWS::AccountId\"}", "\"111122223333\"")
                .replace("{\"Ref\":\"AWS::Region\"}", "\"eu-west-1\"")));
    Set<String> tested = new TreeSet<>();
    new EventRules(List.of("aurora-responder-self-"), "111122223333", "eu-west-1").all()
        .forEach(rule -> tested.add(EventRulesTest.json(rule)));

    assertThat(synthesized.stream().map(ResponderStackTest::sorted))
        .containsExactlyInAnyOrderElementsOf(tested.stream().map(ResponderStackTest::sorted).toList());
  }

  @Test
  void theSweepAndThePatrolAreWokenEveryMinuteAndTheirSilenceIsAnAlarm() {
    assertThat(rule("aurora-responder-sweep").toString()).contains("rate(1 minute)").contains("remediationAlias").contains("sweep");
    assertThat(rule("aurora-responder-patrol").toString()).contains("rate(1 minute)").contains("patrolAlias").contains("resume");
    assertThat(rule("aurora-responder-self-check").toString()).contains("cron(0 5 * * ? *)").contains("patrolAlias").contains("selfcheck");
    assertThat(rule("aurora-responder-daily-backup").toString()).contains("cron(0 6 * * ? *)").contains("backupAlias");
    assertThat(rule("aurora-responder-weekly-scaling").toString()).contains("MON").contains("scalingAlias");
    for (String name : List.of("sweep-heartbeat", "patrol-heartbeat")) {
      assertThat(alarm("aurora-responder-self-" + name).get("TreatMissingData").getAsString()).isEqualTo("breaching");
    }
  }

  @Test
  void theRespondersOwnAlarmsTellThePlainTopicAndNoFunction() {
    Map<String, JsonObject> alarms = Templates.resources(Templates.RESPONDER, "AWS::CloudWatch::Alarm");

    assertThat(alarms).hasSizeGreaterThan(DeployedFunction.values().length * 2);
    for (JsonObject alarm : alarms.values()) {
      JsonObject properties = Templates.properties(alarm);
      assertThat(properties.get("AlarmName").getAsString()).startsWith("aurora-responder-self-");
      assertThat(properties.getAsJsonArray("AlarmActions").toString()).contains("MessagingOperations");
      assertThat(properties.get("AlarmDescription").getAsString()).endsWith("Read docs/operations/troubleshooting.md");
    }
    assertThat(Templates.resources(Templates.RESPONDER, "AWS::SNS::Subscription").values().stream().map(Templates::properties)
        .filter(subscription -> subscription.get("TopicArn").toString().contains("MessagingOperations")))
        .isNotEmpty().allMatch(subscription -> subscription.get("Protocol").getAsString().equals("email"));
  }

  /** An event that neither its function nor the queue of failures could take rings, whichever function and rule it was. */
  @Test
  void nothingIsLostWithoutAnAlarm() {
    Set<String> watched = new TreeSet<>();
    for (JsonObject alarm : Templates.resources(Templates.RESPONDER, "AWS::CloudWatch::Alarm").values()) {
      JsonObject properties = Templates.properties(alarm);
      if (properties.has("Metrics")) {
        assertThat(properties.getAsJsonArray("Metrics").size()).as("10 metrics beside the expression").isLessThanOrEqualTo(11);
        properties.getAsJsonArray("Metrics").forEach(metric -> collect(metric.getAsJsonObject(), watched));
      }
    }

    for (JsonObject function : functions()) {
      String name = function.get("FunctionName").getAsString();
      assertThat(watched).contains("AsyncEventsDropped " + name, "DestinationDeliveryFailures " + name);
    }
    Map<String, JsonObject> rules = Templates.resources(Templates.RESPONDER, "AWS::Events::Rule");
    rules.keySet().removeIf(id -> id.startsWith("MessagingCentral"));
    rules.values().forEach(rule -> assertThat(watched)
        .contains("InvocationsFailedToBeSentToDlq " + Templates.properties(rule).get("Name").getAsString()));
  }

  private static void collect(JsonObject metric, Set<String> watched) {
    if (metric.has("MetricStat")) {
      JsonObject one = metric.getAsJsonObject("MetricStat").getAsJsonObject("Metric");
      String thing = one.getAsJsonArray("Dimensions").get(0).getAsJsonObject().get("Value").getAsString();
      watched.add(one.get("MetricName").getAsString() + " " + thing);
    }
  }

  /** The alarm waits for the very line that the function writes. */
  @Test
  void aSweepCountsOnceItHasTendedEveryCluster() throws IOException {
    JsonObject filter = Templates.properties(Templates.resources(Templates.RESPONDER, "AWS::Logs::MetricFilter").values().iterator()
        .next());
    JsonObject heartbeat = alarm("aurora-responder-self-sweep-heartbeat");
    JsonObject counted = filter.getAsJsonArray("MetricTransformations").get(0).getAsJsonObject();

    assertThat(filter.get("FilterPattern").getAsString()).isEqualTo("{ $.message = \"" + DeployedFunction.SWEEP_COMPLETE + "\" }");
    assertThat(filter.get("LogGroupName").toString()).contains("remediationLog");
    assertThat(heartbeat.get("Namespace")).isEqualTo(counted.get("MetricNamespace"));
    assertThat(heartbeat.get("MetricName")).isEqualTo(counted.get("MetricName"));
  }

  /** Mail is measured where it is published, every other channel where it is told; one metric, by channel. */
  @Test
  void theTimeFromAlarmToMessageIsAMetricOfEachChannel() throws IOException {
    List<JsonObject> telling = new ArrayList<>();
    for (JsonObject one : Templates.resources(Templates.RESPONDER, "AWS::Logs::MetricFilter").values()) {
      JsonObject filter = Templates.properties(one);
      if (filter.get("FilterPattern").getAsString().equals("{ $.message = \"" + Channel.TOLD + "\" }")) {
        telling.add(filter);
      }
    }

    assertThat(telling).extracting(filter -> filter.get("LogGroupName").toString().replaceAll(".*\"(\\w+)Log.*", "$1"))
        .containsExactlyInAnyOrder("connectivity", "slowqueries", "backup", "capacity", "scaling", "notification");
    assertThat(telling).extracting(filter -> filter.getAsJsonArray("MetricTransformations").get(0).toString()).containsOnly(
        telling.getFirst().getAsJsonArray("MetricTransformations").get(0).toString());
    assertThat(telling.getFirst().toString()).contains("ToldAfter", "$.afterSeconds", "$.channel", "Seconds");
  }

  @Test
  void answersComeByOneAddressOfOneFunction() {
    JsonObject url = Templates.properties(Templates.resources(Templates.RESPONDER, "AWS::Lambda::Url").values().iterator().next());
    List<JsonObject> open =
        Templates.resources(Templates.RESPONDER, "AWS::Lambda::Permission").values().stream().map(Templates::properties)
            .filter(one -> one.get("Principal").getAsString().equals("*")).toList();

    assertThat(Templates.resources(Templates.RESPONDER, "AWS::Lambda::Url")).hasSize(1);
    assertThat(url.get("AuthType").getAsString()).isEqualTo("NONE");
    assertThat(url.get("Qualifier").getAsString()).isEqualTo("live");
    assertThat(url.get("TargetFunctionArn").toString()).contains("approvalFunction");
    assertThat(open).hasSize(2).allSatisfy(one -> assertThat(one.get("FunctionName").toString()).contains("approvalAlias"));
    assertThat(open).extracting(one -> one.get("Action").getAsString())
        .containsExactlyInAnyOrder("lambda:InvokeFunctionUrl", "lambda:InvokeFunction");
    assertThat(open).filteredOn(one -> one.get("Action").getAsString().equals("lambda:InvokeFunction"))
        .allSatisfy(one -> assertThat(one.get("InvokedViaFunctionUrl").getAsBoolean()).isTrue());
  }

  @Test
  void onlyNamedAccountsOfTheOrganisationSubscribeAndOnlyQueuesAndFunctions() {
    for (JsonObject policy : Templates.resources(Templates.RESPONDER, "AWS::SNS::TopicPolicy").values()) {
      List<JsonElement> subscribing =
          Templates.properties(policy).getAsJsonObject("PolicyDocument").getAsJsonArray("Statement").asList().stream()
              .filter(one -> one.toString().contains("sns:Subscribe")).toList();

      assertThat(subscribing).hasSize(1);
      assertThat(subscribing.getFirst().getAsJsonObject().get("Principal").toString()).contains(":iam::444455556666:root");
      assertThat(subscribing.getFirst().getAsJsonObject().get("Condition").toString())
          .isEqualTo("{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\",\"sns:Protocol\":[\"sqs\",\"lambda\"]}}");
    }
  }

  @Test
  void theCentralBusHearsOfTheRespondersOwnAlarmsAndOfNothingElse() {
    JsonObject rule = rule("aurora-responder-central");

    assertThat(rule.get("EventPattern").toString())
        .contains("\"alarmName\":[{\"prefix\":\"aurora-responder-self-\"}]").contains("CloudWatch Alarm State Change");
    assertThat(rule.getAsJsonArray("Targets").toString()).contains("event-bus/fleet").contains("DeadLetterConfig");
  }

  /** The alarm on what waits stands until somebody empties the queue; a second event must be heard of all the same. */
  @Test
  void everyFurtherFailedEventRingsAgain() {
    JsonObject arriving = alarm("aurora-responder-self-new-failures");

    assertThat(arriving.get("MetricName").getAsString()).isEqualTo("NumberOfMessagesSent");
    assertThat(arriving.get("Statistic").getAsString()).isEqualTo("Sum");
    assertThat(alarm("aurora-responder-self-failures").get("MetricName").getAsString()).isEqualTo("ApproximateNumberOfMessagesVisible");
  }

  @Test
  void theFunctionsAreToldWhereEachVpcsProbeStands() {
    JsonObject connectivity =
        functions().stream().filter(function -> which(function) == DeployedFunction.CONNECTIVITY).findFirst().orElseThrow();
    String source = connectivity.getAsJsonObject("Environment").getAsJsonObject("Variables").get("PROBE_SOURCE").toString();

    assertThat(source).contains("vpc-0123456789abcdef0=").contains("probevpc0123456789abcdef0Group").contains("probenewGroup");
  }

  /** A probe more costs its VPC's id in each environment, and where it stands: not its function's name again. */
  @Test
  void theFunctionsAreToldTheNameOfTheProbesOnce() {
    for (DeployedFunction which : List.of(DeployedFunction.CONNECTIVITY, DeployedFunction.PATROL)) {
      JsonObject variables = functions().stream().filter(function -> which(function) == which).findFirst().orElseThrow()
          .getAsJsonObject("Environment").getAsJsonObject("Variables");

      assertThat(variables.get(which == DeployedFunction.PATROL ? "FUNCTIONS" : "PROBE_FUNCTIONS").toString())
          .contains(which == DeployedFunction.PATROL ? "*=aurora-responder-*:live," : "*=aurora-responder-probe-*:live,")
          .contains("vpc-0123456789abcdef0").doesNotContain("aurora-responder-probe-vpc-0123456789abcdef0:live");
    }
  }

  @Test
  void everyFunctionsErrorsReachSomebody() {
    for (JsonObject function : functions()) {
      String name = function.get("FunctionName").getAsString();
      assertThat(Templates.resources(Templates.RESPONDER, "AWS::CloudWatch::Alarm").values().stream().map(Templates::properties))
          .anySatisfy(
              alarm -> {
                assertThat(alarm.has("MetricName")).isTrue();
                assertThat(alarm.get("MetricName").getAsString()).isEqualTo("Errors");
                assertThat(alarm.get("Dimensions").toString()).contains("\"" + name + "\"");
              });
    }
  }

  @Test
  void ledgerAndReportsOutliveTheirStackAndStandInNoOther() {
    JsonObject table = Templates.resources(Templates.DATA, "AWS::DynamoDB::Table").values().iterator().next();
    JsonObject bucket = Templates.resources(Templates.DATA, "AWS::S3::Bucket").values().iterator().next();

    assertThat(table.get("DeletionPolicy").getAsString()).isEqualTo("Retain");
    assertThat(bucket.get("DeletionPolicy").getAsString()).isEqualTo("RetainExceptOnCreate");
    assertThat(Templates.named(Templates.RESPONDER).toString()).doesNotContain("\"DeletionPolicy\":\"Retain");
    assertThat(Templates.properties(table).get("DeletionProtectionEnabled").getAsBoolean()).isTrue();
    assertThat(Templates.properties(table).toString()).contains("\"PointInTimeRecoveryEnabled\":true")
        .contains("\"AttributeName\":\"ttl\"");
    assertThat(Templates.properties(bucket).get("PublicAccessBlockConfiguration").toString()).doesNotContain("false");
  }

  @Test
  void queueTopicsAndBucketRefuseWhatIsNotEncryptedOnTheWay() {
    for (String type : List.of("AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy", "AWS::S3::BucketPolicy")) {
      assertThat(Templates.resources(type.contains("S3") ? Templates.DATA : Templates.RESPONDER, type).values())
          .isNotEmpty()
          .allSatisfy(policy -> assertThat(policy.toString()).contains("\"Deny\"").contains("\"aws:SecureTransport\":\"false\""));
    }
    assertThat(Templates.resources(Templates.RESPONDER, "AWS::SNS::Topic").values())
        .allSatisfy(topic -> assertThat(Templates.properties(topic).has("KmsMasterKeyId")).isTrue());
    assertThat(Templates.resources(Templates.RESPONDER, "AWS::SQS::Queue").values())
        .allSatisfy(queue -> assertThat(Templates.properties(queue).get("SqsManagedSseEnabled").getAsBoolean()).isTrue());
  }

  @Test
  void everyLogHasAnEnd() {
    assertThat(Templates.resources(Templates.RESPONDER, "AWS::Logs::LogGroup").values())
        .hasSameSizeAs(functions())
        .allSatisfy(group -> assertThat(Templates.properties(group).get("RetentionInDays").getAsInt()).isEqualTo(90));
  }

  @Test
  void theWayIntoAnExistingDatabaseIsPrintedAndNotTaken() {
    String outputs = Templates.named(Templates.RESPONDER).getAsJsonObject("Outputs").toString();

    assertThat(outputs).contains("aws ec2 authorize-security-group-ingress --group-id sg-0123456789abcdef0");
    assertThat(Templates.resources(Templates.RESPONDER, "AWS::EC2::SecurityGroupIngress")).as("into the new cluster alone").hasSize(1);
  }

  private static List<JsonObject> functions() {
    return Templates.resources(Templates.RESPONDER, "AWS::Lambda::Function").values().stream().map(Templates::properties).toList();
  }

  private static DeployedFunction which(JsonObject function) {
    String handler = function.get("Handler").getAsString();
    Optional<DeployedFunction> found = Stream.of(DeployedFunction.values()).filter(one -> one.handler().equals(handler)).findFirst();
    return found.orElseThrow();
  }

  private static Set<String> variables(JsonObject function) {
    return function.has("Environment") ? function.getAsJsonObject("Environment").getAsJsonObject("Variables").keySet() : Set.of();
  }

  private static JsonObject rule(String name) {
    return named("AWS::Events::Rule", "Name", name);
  }

  private static JsonObject alarm(String name) {
    return named("AWS::CloudWatch::Alarm", "AlarmName", name);
  }

  private static JsonObject named(String type, String key, String name) {
    return Templates.resources(Templates.RESPONDER, type).values().stream()
        .map(Templates::properties)
        .filter(properties -> properties.get(key).getAsString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type + " " + name));
  }

  /** The letters of a JSON text in order: equal for texts that differ only in the order of keys. */
  private static String sorted(String json) {
    List<String> parts = new ArrayList<>(List.of(json.split("[{},\\[\\]]", -1)));
    parts.sort(String::compareTo);
    return String.join(",", parts);
  }
}
