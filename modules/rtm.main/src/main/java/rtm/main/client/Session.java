package rtm.main.client;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import rtm.main.client.text.Screen;

/**
 * What a run of the command line has around it.
 *
 * @param environment the variables of the process
 * @param file the settings of operators
 * @param screen for what was asked for
 * @param err for everything else
 * @param clock for ages
 */
record Session(
        Map<String, String> environment,
        Path file,
        Screen screen,
        PrintStream err,
        InstantSource clock) {}
