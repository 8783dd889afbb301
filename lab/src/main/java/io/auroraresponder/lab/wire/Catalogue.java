package io.auroraresponder.lab.wire;

import io.auroraresponder.aws.AwsClients;
import io.auroraresponder.lab.account.SimulatedAccount;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.pi.PiClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** The services of an account with the names that they have on the wire; versions and targets are from the services' API models. */
final class Catalogue {
  private Catalogue() {}

  /** What each caller asks is recorded under the name that {@code callers} gives its access key. */
  static List<Api> of(SimulatedAccount account, UnaryOperator<String> callers) {
    Map<String, AwsClients> sets = new ConcurrentHashMap<>();
    Function<String, AwsClients> of = key -> sets.computeIfAbsent(callers.apply(key), account::clients);
    return List.of(
        rds(account.rds()).answeredBy(key -> of.apply(key).rds().get()),
        sns(account.sns()).answeredBy(key -> of.apply(key).sns().get()),
        ec2(account.ec2()).answeredBy(key -> of.apply(key).network().get()),
        cloudWatch(account.cloudWatch()).answeredBy(key -> of.apply(key).cloudWatch().get()),
        dynamoDb(account.dynamoDb()).answeredBy(key -> of.apply(key).dynamoDb().get()),
        insights(account.insights()).answeredBy(key -> of.apply(key).insights().get()),
        Api.of("secretsmanager", "2017-10-17", "secretsmanager", SecretsManagerClient.class, account.channels("lab").secrets().get())
            .answeredBy(key -> account.channels(callers.apply(key)).secrets().get()),
        Api.of("events", "2015-10-07", "AWSEvents", EventBridgeClient.class, account.channels("lab").bus().get())
            .answeredBy(key -> account.channels(callers.apply(key)).bus().get()));
  }

  static Api rds(RdsClient client) {
    return Api.of("rds", "2014-10-31", "", RdsClient.class, client);
  }

  static Api sns(SnsClient client) {
    return Api.of("sns", "2010-03-31", "", SnsClient.class, client);
  }

  static Api ec2(Ec2Client client) {
    return Api.of("ec2", "2016-11-15", "", Ec2Client.class, client);
  }

  /** Speaks three protocols: the SDK for Java takes CBOR, others JSON or Query. */
  static Api cloudWatch(CloudWatchClient client) {
    return Api.of("monitoring", "2010-08-01", "GraniteServiceVersion20100801", CloudWatchClient.class, client);
  }

  static Api dynamoDb(DynamoDbClient client) {
    return Api.of("dynamodb", "2012-08-10", "DynamoDB_20120810", DynamoDbClient.class, client);
  }

  static Api insights(PiClient client) {
    return Api.of("pi", "2018-02-27", "PerformanceInsightsv20180227", PiClient.class, client);
  }
}
