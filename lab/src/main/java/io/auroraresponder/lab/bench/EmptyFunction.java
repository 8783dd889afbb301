package io.auroraresponder.lab.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The baseline of starts: what Java and Lambda's runtime take for a function that does nothing. */
public final class EmptyFunction implements RequestStreamHandler {
  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
    event.readAllBytes();
    answer.write('0');
  }
}
