package io.auroraresponder.infra;

import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.observation.ServiceCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What each function may do: exactly the calls that it declares, each on the smallest resource that AWS lets one name, and the few
 * actions that Lambda itself needs on its behalf.
 *
 * <p>Sources: Service Authorization Reference, "Actions, resources, and condition keys" of RDS, RDS IAM authentication, EC2,
 * CloudWatch, Performance Insights (the API of Database Insights), DynamoDB, SNS, Lambda, S3, Secrets Manager, EventBridge.
 * docs/operations/permissions.md says what IAM
 * cannot limit.
 */
final class Permissions {
  /** Actions that no code of ours calls: Lambda writes the log, hands failed events on, and attaches the probe to its VPC. */
  static final List<String> OF_THE_SERVICE = List.of("logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage");

  /**
   * What Lambda needs to attach a function to a VPC (Lambda Developer Guide, "Required IAM permissions" for VPC access). On any resource:
   * the interfaces have no name before Lambda makes them; the function's own code is denied all of it.
   */
  static final List<String> ATTACHMENT =
      List.of(
          "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses");

  /** Actions for which AWS knows no resource that we could name, each with the reason. */
  static final Map<String, String> WITHOUT_RESOURCE =
      new TreeMap<>(
          Map.of(
              "rds:DescribeAccountAttributes", "RDS defines no resource for this action: it reads the account's quotas",
              "rds:DescribeEvents", "RDS defines no resource for this action",
              "rds:DescribeDBEngineVersions", "RDS defines no resource for this action: it reads a catalogue",
              "rds:DescribeServerlessV2PlatformVersions", "RDS defines no resource for this action: it reads a catalogue",
              "rds:DescribeDBMajorEngineVersions", "RDS defines no resource for this action: it reads a catalogue",
              "cloudwatch:GetMetricData", "CloudWatch defines no resource for metrics",
              "cloudwatch:DescribeAlarms", "CloudWatch answers about composite alarms only where the resource is a wildcard",
              "ec2:DescribeSecurityGroups", "EC2 defines no resource for Describe actions",
              "ec2:DescribeSubnets", "EC2 defines no resource for Describe actions"));

  private static final String CLUSTERS = "cluster:*";

  private final Places places;

  /**
   * Where things are: ARNs, or CloudFormation's words for them.
   *
   * @param rds ARN of something of RDS in this account and region, from its type and name
   * @param prefixLists ARN pattern of managed prefix lists, those of AWS included
   * @param insights ARN pattern of Database Insights' metrics of RDS
   * @param ledger ARN of the ledger's table
   * @param operators ARN of the operators' table
   * @param topic ARN of the findings topic
   * @param operations ARN of the topic of the responder's own alarms
   * @param reports ARN pattern of the stored reports of a runbook
   * @param pages ARN pattern of the report pages
   * @param secrets ARNs or ARN patterns of the secrets that a function reads
   * @param buses ARNs of the buses that reports are put on
   * @param failures ARN of the queue of failed events
   * @param acting ARN of the function that changes clusters
   * @param aliases ARNs of the aliases that a function may invoke
   */
  record Places(
      Function<String, String> rds,
      String prefixLists,
      String insights,
      String ledger,
      String operators,
      String topic,
      String operations,
      Function<String, String> reports,
      String pages,
      Function<DeployedFunction, List<String>> secrets,
      List<String> buses,
      String failures,
      String acting,
      Function<DeployedFunction, List<String>> aliases) {}

  /**
   * One statement of a policy.
   *
   * @param condition operator to key to values; empty for none
   */
  record Statement(boolean allows, List<String> actions, List<String> resources, Map<String, Map<String, Object>> condition) {
    static Statement allow(List<String> actions, List<String> resources) {
      return new Statement(true, actions, resources, Map.of());
    }

    Statement when(Map<String, Map<String, Object>> given) {
      return new Statement(allows, actions, resources, given);
    }

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("Effect", allows ? "Allow" : "Deny");
      json.put("Action", actions);
      json.put("Resource", resources);
      if (!condition.isEmpty()) {
        json.put("Condition", condition);
      }
      return json;
    }
  }

  Permissions(Places places) {
    this.places = places;
  }

  /** What a function's own code may do. The probe's logins depend on the VPC: {@link #logins}. */
  List<Statement> ofCode(DeployedFunction function) {
    List<Statement> statements = new ArrayList<>();
    TreeSet<String> anywhere = new TreeSet<>();
    for (String action : actions(function)) {
      if (WITHOUT_RESOURCE.containsKey(action)) {
        anywhere.add(action);
      } else {
        of(action, function).ifPresent(statements::add);
      }
    }
    if (!anywhere.isEmpty()) {
      statements.add(Statement.allow(List.copyOf(anywhere), List.of("*")));
    }
    return statements;
  }

  static List<String> actions(DeployedFunction function) {
    return function.calls().stream().map(ServiceCall::action).sorted().distinct().toList();
  }

  private Optional<Statement> of(String action, DeployedFunction function) {
    List<String> actions = List.of(action);
    return switch (action) {
      case "rds:DescribeDBClusters" -> Optional.of(rds(actions, CLUSTERS));
      case "rds:DescribeDBInstances" -> Optional.of(rds(actions, "db:*"));
      case "rds:DescribeDBClusterSnapshots" -> Optional.of(rds(actions, CLUSTERS, "cluster-snapshot:*"));
      case "rds:DescribeDBClusterParameters" -> Optional.of(rds(actions, "cluster-pg:*"));
      case "rds:DescribeDBProxies" -> Optional.of(rds(actions, "db-proxy:*"));
      case "rds:DescribeDBProxyTargets" -> Optional.of(rds(actions, "db-proxy:*", "target-group:*"));
      case "rds:DescribeBlueGreenDeployments" -> Optional.of(rds(actions, "deployment:*"));
      case "rds:DescribeIntegrations" -> Optional.of(rds(actions, "integration:*"));
      case "rds:DescribeDBSubnetGroups" -> Optional.of(rds(actions, "subgrp:*"));
      case "rds:DescribePendingMaintenanceActions" -> Optional.of(rds(actions, CLUSTERS, "db:*"));
      case "rds:ModifyDBCluster" -> Optional.of(rds(actions, CLUSTERS).when(optedIn(places.acting())));
      case "ec2:GetManagedPrefixListEntries" -> Optional.of(Statement.allow(actions, List.of(places.prefixLists())));
      case "pi:DescribeDimensionKeys" -> Optional.of(Statement.allow(actions, List.of(places.insights())));
      case "dynamodb:Scan" -> Optional.of(scan(actions, function));
      case "dynamodb:GetItem" ->
          Optional.of(function == DeployedFunction.NOTIFICATION
              ? Statement.allow(actions, List.of(places.ledger())).when(items(function.reads()))
              :Statement.allow(actions, function.environment().contains("OPERATORS_TABLE")
              ? List.of(places.ledger(), places.operators()) : List.of(places.ledger())));
      case "dynamodb:Query", "dynamodb:DescribeTable" -> Optional.of(Statement.allow(actions, List.of(places.ledger())));
      case "dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:UpdateItem" ->
          Optional.of(Statement.allow(actions, List.of(function == DeployedFunction.APPROVAL ? places.operators() : places.ledger()))
              .when(items(function.writes())));
      case "sns:GetTopicAttributes" -> Optional.of(Statement.allow(actions, List.of(places.topic(), places.operations())));
      case "sns:Publish" -> Optional.of(Statement.allow(actions, List.of(places.topic())));
      case "lambda:InvokeFunction" -> some(actions, places.aliases().apply(function));
      case "secretsmanager:GetSecretValue" -> some(actions, places.secrets().apply(function));
      case "events:PutEvents" -> some(actions, places.buses());
      case "s3:PutObject" -> Optional.of(Statement.allow(actions, List.of(
          function.runbook().map(places.reports()).orElse(places.pages()))));
      case "rds-db:connect" -> Optional.empty();
      default -> throw new IllegalStateException("nothing says on which resource " + action + " is allowed; add it to Permissions");
    };
  }

  private Statement rds(List<String> actions, String... things) {
    return Statement.allow(actions, Stream.of(things).map(places.rds()).toList());
  }

  /**
   * What people say can only be found by a scan; the function that tells gets of each item what makes a silence, and no plan, order or
   * stop (DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control").
   */
  private Statement scan(List<String> actions, DeployedFunction function) {
    Statement whole = Statement.allow(actions, List.of(places.operators()));
    if (function != DeployedFunction.NOTIFICATION) {
      return whole;
    }
    Set<String> attributes = new TreeSet<>(OperatorsTable.OF_A_SILENCE);
    attributes.addAll(Set.of("pk", "sk"));
    Map<String, Map<String, Object>> condition = new LinkedHashMap<>();
    condition.put("ForAllValues:StringEquals", Map.of("dynamodb:Attributes", List.copyOf(attributes)));
    condition.put("StringEquals", Map.of("dynamodb:Select", "SPECIFIC_ATTRIBUTES"));
    condition.put("Null", Map.of("dynamodb:Attributes", "false"));
    return whole.when(condition);
  }

  /** Where nothing is deployed that it could be done to there is no such statement: an empty resource list is an error. */
  private static Optional<Statement> some(List<String> actions, List<String> resources) {
    return resources.isEmpty() ? Optional.empty() : Optional.of(Statement.allow(actions, resources));
  }

  /**
   * Only clusters whose owner allows changes (case as in the functions' own reading of the tag), and only from the function's own code:
   * its role in other hands changes nothing (Lambda Developer Guide, "Using the lambda:SourceFunctionArn condition key").
   */
  private static Map<String, Map<String, Object>> optedIn(String acting) {
    Map<String, Map<String, Object>> condition = new LinkedHashMap<>();
    condition.put("ArnEquals", Map.of("lambda:SourceFunctionArn", List.of(acting)));
    condition.put("StringEqualsIgnoreCase", Map.of("aws:ResourceTag/aurora-responder:mode", List.of("propose", "act")));
    return condition;
  }

  /** A request without a partition key would pass "for all values", so its absence is refused as well. */
  private static Map<String, Map<String, Object>> items(List<String> keys) {
    Map<String, Map<String, Object>> condition = new LinkedHashMap<>();
    condition.put("ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", keys));
    condition.put("Null", Map.of("dynamodb:LeadingKeys", "false"));
    return condition;
  }

  /** The probe's only right: to log in as one user to the clusters of its VPC. */
  static Statement logins(List<String> users) {
    return Statement.allow(List.of(ServiceCall.RDS_CONNECT.action()), users);
  }

  /**
   * What Lambda does for a function: its log, and the queue where its failed events end. Lambda names the calling function in every call
   * of the function's code and in none of its own deliveries to a queue (Lambda Developer Guide, "Working with source function ARN to
   * control function access behavior"), so the code is denied what the service may; an Allow under that key would lose every failed event.
   */
  List<Statement> ofLambda(String logStreams) {
    List<String> send = List.of("sqs:SendMessage");
    return List.of(
        Statement.allow(List.of("logs:CreateLogStream", "logs:PutLogEvents"), List.of(logStreams)),
        Statement.allow(send, List.of(places.failures())),
        new Statement(false, send, List.of("*"), Map.of("Null", Map.of("lambda:SourceFunctionArn", "false"))));
  }

  /**
   * The interfaces of a function in a VPC: Lambda makes them under the function's role, so the role must allow it, and the function's
   * own code is denied it (Lambda Developer Guide, "Using the lambda:SourceFunctionArn condition key").
   */
  static List<Statement> attachment(String functionArn) {
    Map<String, Map<String, Object>> fromItsCode = Map.of("ArnEquals", Map.of("lambda:SourceFunctionArn", List.of(functionArn)));
    return List.of(
        Statement.allow(ATTACHMENT, List.of("*")), new Statement(false, ATTACHMENT, List.of("*"), fromItsCode));
  }
}
