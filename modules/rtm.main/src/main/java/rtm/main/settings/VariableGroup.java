package rtm.main.settings;

import java.util.List;

/**
 * The variables about one subject.
 *
 * @param title the subject
 * @param variables in the order in which they are shown
 */
record VariableGroup(String title, List<Variable<?>> variables) {}
