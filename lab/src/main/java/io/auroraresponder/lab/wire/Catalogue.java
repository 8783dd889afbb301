package io.auroraresponder.lab.wire;

import io.auroraresponder.lab.account.SimulatedAccount;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.pi.PiClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** The services of an account with the names that they have on the wire; versions and targets are from the services' API models. */
final class Catalogue {
  private Catalogue() {}

  static List<Api> of(SimulatedAccount account) {
    return List.of(
        rds(account.rds()), sns(account.sns()), ec2(account.ec2()), cloudWatch(account.cloudWatch()), dynamoDb(account.dynamoDb()),
        insights(account.insights()));
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
