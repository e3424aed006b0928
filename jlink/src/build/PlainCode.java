import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gives our records and our switches over types plain code. javac leaves both to the JDK, which
 * generates classes for each of them when it is first used, and the AOT cache keeps none of these:
 * they would slow each boot, and the first calls of each operation. The results are the same. The
 * link step runs this file from source.
 */
final class PlainCode {

    private static final String SWITCHES = "java.lang.runtime.SwitchBootstraps";
    private static final String RECORDS = "java.lang.runtime.ObjectMethods";
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");
    private static final int HASH_FACTOR = 31;

    private final ClassModel original;
    private final boolean inInterface;
    private final Map<Object, Helper> helpers = new LinkedHashMap<>();

    private PlainCode(ClassModel original) {
        this.original = original;
        this.inInterface = original.flags().has(AccessFlag.INTERFACE);
    }

    /** A method that is added to the class. */
    private record Helper(String name, MethodTypeDesc type, Consumer<CodeBuilder> code) {}

    /**
     * Changes jars in place.
     *
     * @param arguments the folder, and the prefix of the names of the jars to change
     */
    public static void main(String[] arguments) throws IOException {
        Jars.in(Path.of(arguments[0]))
                .change(
                        name -> name.startsWith(arguments[1]),
                        (tools, original) -> new PlainCode(tools.parse(original)).changed(tools));
    }

    private byte[] changed(ClassFile tools) {
        return tools.transformClass(
                original,
                ClassTransform.transformingMethodBodies(this::isAffected, this::change)
                        .andThen(ClassTransform.endHandler(this::addHelpers)));
    }

    /** The other methods are copied as they are. */
    private boolean isAffected(MethodModel method) {
        return method.code().stream()
                .flatMap(CodeModel::elementStream)
                .anyMatch(element ->
                        element instanceof InvokeDynamicInstruction call && helper(call) != null);
    }

    private void change(CodeBuilder code, CodeElement element) {
        if (element instanceof InvokeDynamicInstruction call && helper(call) instanceof Helper to) {
            code.invokestatic(original.thisClass().asSymbol(), to.name(), to.type(), inInterface);
        } else {
            code.with(element);
        }
    }

    /** What to call instead; null for a call that stays. */
    private Helper helper(InvokeDynamicInstruction call) {
        String bootstrap = className(call.bootstrapMethod().owner());
        List<ConstantDesc> arguments = call.bootstrapArgs();
        String method = call.name().stringValue();
        if (bootstrap.equals(SWITCHES)
                && method.equals("typeSwitch")
                && arguments.stream().allMatch(ClassDesc.class::isInstance)) {
            return helpers.computeIfAbsent(
                    arguments,
                    _ ->
                            new Helper(
                                    "typeSwitch$" + helpers.size(),
                                    MethodTypeDesc.of(
                                            ConstantDescs.CD_int,
                                            ConstantDescs.CD_Object,
                                            ConstantDescs.CD_int),
                                    code -> typeSwitch(code, arguments)));
        }
        if (bootstrap.equals(RECORDS)) {
            RecordMethods methods = RecordMethods.of(arguments);
            return helpers.computeIfAbsent(
                    method,
                    _ -> new Helper("record$" + method, call.typeSymbol(), methods.code(method)));
        }
        return null;
    }

    private static String className(ClassDesc type) {
        return type.packageName() + "." + type.displayName();
    }

    private void addHelpers(ClassBuilder builder) {
        for (Helper helper : helpers.values()) {
            builder.withMethodBody(
                    helper.name(),
                    helper.type(),
                    ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                    helper.code());
        }
    }

    /** The index of the first type, from a given one on, that the value has; -1 for null. */
    private static void typeSwitch(CodeBuilder code, List<ConstantDesc> types) {
        Label present = code.newLabel();
        code.aload(0).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
        for (int i = 0; i < types.size(); i++) {
            Label next = code.newLabel();
            code.iload(1)
                    .loadConstant(i)
                    .if_icmpgt(next)
                    .aload(0)
                    .instanceOf((ClassDesc) types.get(i))
                    .ifeq(next)
                    .loadConstant(i)
                    .ireturn()
                    .labelBinding(next);
        }
        code.loadConstant(types.size()).ireturn();
    }

    /**
     * The methods of a record.
     *
     * @param record the record
     * @param names its components' names
     * @param fields its components
     */
    private record RecordMethods(
            ClassDesc record, List<String> names, List<DirectMethodHandleDesc> fields) {

        static RecordMethods of(List<ConstantDesc> arguments) {
            String names = (String) arguments.get(1);
            return new RecordMethods(
                    (ClassDesc) arguments.getFirst(),
                    names.isEmpty() ? List.of() : List.of(names.split(";")),
                    arguments.stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList());
        }

        Consumer<CodeBuilder> code(String method) {
            return switch (method) {
                case "hashCode" -> this::hashCode;
                case "equals" -> this::equals;
                case "toString" -> this::toString;
                default -> throw new IllegalStateException(method);
            };
        }

        private void hashCode(CodeBuilder code) {
            code.iconst_0();
            for (DirectMethodHandleDesc field : fields) {
                ClassDesc type = type(field);
                code.loadConstant(HASH_FACTOR).imul();
                load(code, 0, field);
                if (type.isPrimitive()) {
                    code.invokestatic(
                            box(type), "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, type));
                } else {
                    code.invokestatic(
                            OBJECTS,
                            "hashCode",
                            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object));
                }
                code.iadd();
            }
            code.ireturn();
        }

        private void equals(CodeBuilder code) {
            Label different = code.newLabel();
            Label another = code.newLabel();
            code.aload(0).aload(1).if_acmpne(another).iconst_1().ireturn().labelBinding(another);
            code.aload(1).instanceOf(record).ifeq(different);
            code.aload(1).checkcast(record).astore(2);
            for (DirectMethodHandleDesc field : fields) {
                load(code, 0, field);
                load(code, 2, field);
                compare(code, type(field), different);
            }
            code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
        }

        private static void compare(CodeBuilder code, ClassDesc type, Label different) {
            if (!type.isPrimitive()) {
                code.invokestatic(
                                OBJECTS,
                                "equals",
                                MethodTypeDesc.of(
                                        ConstantDescs.CD_boolean,
                                        ConstantDescs.CD_Object,
                                        ConstantDescs.CD_Object))
                        .ifeq(different);
            } else if (TypeKind.from(type).asLoadable() == TypeKind.INT) {
                code.if_icmpne(different);
            } else {
                code.invokestatic(
                                box(type),
                                "compare",
                                MethodTypeDesc.of(ConstantDescs.CD_int, type, type))
                        .ifne(different);
            }
        }

        private void toString(CodeBuilder code) {
            code.new_(BUILDER)
                    .dup()
                    .invokespecial(BUILDER, "<init>", MethodTypeDesc.of(ConstantDescs.CD_void));
            code.loadConstant(record)
                    .invokevirtual(
                            ConstantDescs.CD_Class,
                            "getSimpleName",
                            MethodTypeDesc.of(ConstantDescs.CD_String));
            append(code, ConstantDescs.CD_String);
            for (int i = 0; i < fields.size(); i++) {
                code.loadConstant((i == 0 ? "[" : ", ") + names.get(i) + "=");
                append(code, ConstantDescs.CD_String);
                load(code, 0, fields.get(i));
                append(code, type(fields.get(i)));
            }
            code.loadConstant(fields.isEmpty() ? "[]" : "]");
            append(code, ConstantDescs.CD_String);
            code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(ConstantDescs.CD_String))
                    .areturn();
        }

        private static void append(CodeBuilder code, ClassDesc type) {
            code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, appendable(type)));
        }

        /** The type of the parameter of the builder's method. */
        private static ClassDesc appendable(ClassDesc type) {
            if (!type.isPrimitive()) {
                return type.equals(ConstantDescs.CD_String) ? type : ConstantDescs.CD_Object;
            }
            return type.equals(ConstantDescs.CD_byte) || type.equals(ConstantDescs.CD_short)
                    ? ConstantDescs.CD_int
                    : type;
        }

        private void load(CodeBuilder code, int slot, DirectMethodHandleDesc field) {
            code.aload(slot).getfield(record, field.methodName(), type(field));
        }

        private static ClassDesc type(DirectMethodHandleDesc field) {
            return field.invocationType().returnType();
        }

        private static ClassDesc box(ClassDesc primitive) {
            return ClassDesc.of(
                    switch (TypeKind.from(primitive)) {
                        case BOOLEAN -> "java.lang.Boolean";
                        case BYTE -> "java.lang.Byte";
                        case CHAR -> "java.lang.Character";
                        case SHORT -> "java.lang.Short";
                        case INT -> "java.lang.Integer";
                        case LONG -> "java.lang.Long";
                        case FLOAT -> "java.lang.Float";
                        case DOUBLE -> "java.lang.Double";
                        case REFERENCE, VOID -> throw new IllegalStateException();
                    });
        }
    }
}
