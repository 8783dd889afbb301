/**
 * The command line of the lab: one class a command.
 *
 * <p>Commands print and return exit codes; what they run lives in the packages beside. Start reading at {@code Main}.
 */
@NullMarked
package io.auroraresponder.lab.cli;

import org.jspecify.annotations.NullMarked;
