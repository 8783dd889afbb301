/**
 * The lab's command line: one class a command, the progress of long steps, and what is printed in the end.
 *
 * <p>Nothing is decided or diagnosed here, and standard output is touched by {@link io.auroraresponder.lab.cli.Console} alone. Start
 * reading at {@link io.auroraresponder.lab.cli.Main}.
 */
@NullMarked
package io.auroraresponder.lab.cli;

import org.jspecify.annotations.NullMarked;
