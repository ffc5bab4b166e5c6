# Compiler settings of the whole project in one interface target, and the three functions by which folders become targets.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(MARATHON_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them")

find_program(MARATHON_CCACHE ccache)
if(MARATHON_CCACHE)
    # Precompiled headers are cached only with these relaxations (ccache manual, "Precompiled headers").
    # Paths count from the source folder, so that another checkout of the same commit finds everything compiled.
    set(launcher /usr/bin/env CCACHE_DEPEND=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${MARATHON_CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
    set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
endif()

add_library(marathon_options INTERFACE)
target_include_directories(marathon_options INTERFACE "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/generated")
target_compile_options(marathon_options INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wno-missing-field-initializers -Werror -fpch-preprocess>)
target_compile_definitions(marathon_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_STRICT_ITERATORS QT_NO_FOREACH QT_DISABLE_DEPRECATED_BEFORE=0x060400
    MARATHON_VERSION="${PROJECT_VERSION}")
if(MARATHON_SANITIZE)
    target_compile_options(marathon_options INTERFACE -fsanitize=${MARATHON_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(marathon_options INTERFACE -fsanitize=${MARATHON_SANITIZE})
endif()
find_program(MARATHON_MOLD mold)
if(MARATHON_MOLD)
    target_link_options(marathon_options INTERFACE -fuse-ld=mold)
endif()

# What a group of targets links; one precompiled header serves a whole group, since its settings are the same.
set(MARATHON_GROUP_core Qt6::Core)
set(MARATHON_GROUP_server Qt6::Core Qt6::Network Qt6::Sql Qt6::WebSockets Qt6::HttpServer)
set(MARATHON_GROUP_console Qt6::Core Qt6::Network Qt6::WebSockets Qt6::Gui Qt6::Widgets Qt6::Charts Qt6::Svg)

function(marathon_precompile target group)
    get_property(owner GLOBAL PROPERTY MARATHON_PCH_${group})
    if(owner)
        target_precompile_headers(${target} REUSE_FROM ${owner})
    else()
        target_precompile_headers(${target} PRIVATE "${CMAKE_SOURCE_DIR}/cmake/precompiled-${group}.h")
        set_property(GLOBAL PROPERTY MARATHON_PCH_${group} ${target})
    endif()
endfunction()

# A source names the output of moc that it needs (`#include "moc_X.cpp"` for X.h, `#include "X.moc"` for itself); this makes
# just those. AUTOMOC would add a step and a source file to every target, with or without a Q_OBJECT.
function(marathon_moc target)
    set(folder "${CMAKE_CURRENT_BINARY_DIR}/${target}_moc")
    foreach(source IN LISTS ARGN)
        if(NOT source MATCHES "\\.cpp$")
            continue()
        endif()
        get_filename_component(path "${source}" ABSOLUTE)
        get_filename_component(parent "${path}" DIRECTORY)
        file(STRINGS "${path}" wanted REGEX "^#include \"(moc_[A-Za-z0-9_]+\\.cpp|[A-Za-z0-9_]+\\.moc)\"")
        foreach(line IN LISTS wanted)
            if(line MATCHES "\"(moc_([A-Za-z0-9_]+)\\.cpp)\"")
                set(input "${parent}/${CMAKE_MATCH_2}.h")
            elseif(line MATCHES "\"(([A-Za-z0-9_]+)\\.moc)\"")
                set(input "${parent}/${CMAKE_MATCH_2}.cpp")
            endif()
            set(output "${folder}/${CMAKE_MATCH_1}")
            qt6_generate_moc("${input}" "${output}" TARGET ${target})
            set_property(SOURCE "${path}" TARGET_DIRECTORY ${target} APPEND PROPERTY OBJECT_DEPENDS "${output}")
        endforeach()
    endforeach()
    target_include_directories(${target} PRIVATE "${folder}")
endfunction()

# A folder as a static library: marathon_library(name GROUP core|server|console SOURCES ... LINK ...)
function(marathon_library name)
    cmake_parse_arguments(arg "" "GROUP" "SOURCES;LINK" ${ARGN})
    add_library(${name} STATIC ${arg_SOURCES})
    marathon_moc(${name} ${arg_SOURCES})
    target_link_libraries(${name} PUBLIC marathon_options ${MARATHON_GROUP_${arg_GROUP}} ${arg_LINK})
    marathon_precompile(${name} ${arg_GROUP})
endfunction()

# A program: marathon_program(name SOURCES ... LINK ...)
function(marathon_program name)
    cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    marathon_moc(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE marathon_options ${arg_LINK})
endfunction()

# The same test again on PostgreSQL, on a database of its own in a cluster of the build folder (tests/CMakeLists.txt starts
# and stops it): marathon_also_on_postgres(name seconds [COMMAND ...])
function(marathon_also_on_postgres name timeout)
    set(command ${ARGN})
    if(NOT command)
        set(command $<TARGET_FILE:${name}>)
    endif()
    add_test(NAME ${name}-postgresql COMMAND "${CMAKE_SOURCE_DIR}/tests/support/with-database" "${CMAKE_BINARY_DIR}/test-cluster" ${command})
    set_tests_properties(${name}-postgresql PROPERTIES FIXTURES_REQUIRED postgresql SKIP_RETURN_CODE 77 TIMEOUT ${timeout}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;ASAN_OPTIONS=detect_leaks=0;QTEST_FUNCTION_TIMEOUT=${timeout}000")
endfunction()

# A QtTest program registered with CTest:
#   marathon_test(name GROUP core|server|console SOURCES ... LINK ... [LABELS ...] [TIMEOUT seconds])
function(marathon_test name)
    cmake_parse_arguments(arg "" "GROUP;TIMEOUT" "SOURCES;LINK;LABELS" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    marathon_moc(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE marathon_options ${MARATHON_GROUP_${arg_GROUP}} Qt6::Test ${arg_LINK})
    target_compile_definitions(${name} PRIVATE MARATHON_SOURCE_DIR="${CMAKE_SOURCE_DIR}" MARATHON_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
    marathon_precompile(${name} ${arg_GROUP})
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;ASAN_OPTIONS=detect_leaks=0" SKIP_RETURN_CODE 77)
    if(arg_LABELS)
        set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}")
    endif()
    if(arg_TIMEOUT)
        # QtTest ends a function after five minutes unless it is told otherwise; the test's own limit is the one.
        set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT})
        set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT "QTEST_FUNCTION_TIMEOUT=${arg_TIMEOUT}000")
    endif()
endfunction()
