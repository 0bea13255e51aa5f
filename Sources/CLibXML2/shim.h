#pragma once
/* Debian builds libxml2 with ICU, whose UErrorCode then clashes with Foundation's. The switch only changes
   the layout of xmlCharEncodingHandler, which nothing here touches. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlwriter.h>

/* Macros and mutable globals do not import into Swift 6. */
static inline void seqc_xml_free(void *pointer) { xmlFree(pointer); }
static inline const char *seqc_xml_version(void) { return LIBXML_DOTTED_VERSION; }
