package rtm.main.settings;

import java.util.List;

/**
 * Variables that are about one thing.
 *
 * @param title the thing
 * @param variables in the order in which they are shown
 */
record VariableGroup(String title, List<Variable<?>> variables) {}
