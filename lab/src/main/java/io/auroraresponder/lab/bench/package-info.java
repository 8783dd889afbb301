/**
 * What the responder costs: each figure is a ratio to a baseline that is measured in the same run, so that another machine or another
 * hour gives about the same. Start reading at {@link io.auroraresponder.lab.bench.Figure}.
 */
@NullMarked
package io.auroraresponder.lab.bench;

import org.jspecify.annotations.NullMarked;
