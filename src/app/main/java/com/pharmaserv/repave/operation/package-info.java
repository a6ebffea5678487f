/**
 * What people ask of the tool, whichever face they ask it through: each operation takes ports and a
 * narrator and answers in records. Texts, exit codes and terminals are left to the faces.
 */
@NullMarked
package com.pharmaserv.repave.operation;

import org.jspecify.annotations.NullMarked;
