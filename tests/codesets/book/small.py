"""A small index of our own in the publishers' form."""

from __future__ import annotations

INDEX = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index>
  <version>2031</version>
  <title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
  <letter><title>A</title>
    <mainTerm><title>Ache<nemod>(dull) (sharp)</nemod> NEC</title><code>R52</code>
      <term level="1"><title>knee<nemod>(joint)</nemod></title><code>M25.56-</code></term>
      <term level="1"><title>with</title>
        <term level="2"><title>fever</title><see>Fever, with ache</see></term>
      </term>
      <term level="1"><title>in gout</title><code>M10.9</code><manif>M14.8-</manif></term>
    </mainTerm>
    <mainTerm><title>Acute</title><seeAlso>condition</seeAlso></mainTerm>
  </letter>
  <letter><title>F</title>
    <mainTerm><title>Fever, febrile</title><code>R50.9</code>
      <term level="1"><title>with</title>
        <term level="2"><title>ache</title><see>Ache, knee</see></term>
      </term>
      <term level="1"><title>specified</title><seeAlso>subcategory</seeAlso><code>R50.8</code></term>
      <term level="1"><title>old</title><see>Fever, that is nowhere</see></term>
      <term level="1"><title>drug</title><see>Table of Drugs and Chemicals, by drug</see></term>
      <term level="1"><title>joint</title><see>Ache, by site</see><seecat>M25</seecat></term>
    </mainTerm>
  </letter>
</ICD10CM.index>
"""

DRUGS = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index>
  <version>2031</version>
  <indexHeading>
    <head col="1">Substance</head><head col="2">Poisoning Accidental</head><head col="3">Adverse effect</head>
  </indexHeading>
  <letter><title>#</title>
    <mainTerm><title>2-Invented</title><cell col="2">T65.8X1</cell><cell col="3">--</cell></mainTerm>
  </letter>
  <letter><title>I</title>
    <mainTerm><title>Imaginine<nemod>(salt)</nemod></title><cell col="2">T50.991</cell><cell col="3">T50.995</cell>
      <term level="1"><title>sodium</title><see>Imaginine</see></term>
    </mainTerm>
  </letter>
</ICD10CM.index>
"""

PROCEDURES = """<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.index>
  <version>2031</version>
  <title>2031 ICD-10-PCS Index</title>
  <letter><title>C</title>
    <mainTerm><title>Cholecystectomy</title>
      <term level="1"><see>Excision, Gallbladder<codes>0FB4</codes></see></term>
      <term level="1"><see>Resection, Gallbladder<codes>0FT4</codes></see></term>
    </mainTerm>
    <mainTerm><title>Calf</title><use>Lower Leg, Right</use></mainTerm>
  </letter>
  <letter><title>R</title>
    <mainTerm><title>Resection</title><term level="1"><title>Gallbladder</title><codes>0FT4</codes></term></mainTerm>
    <mainTerm><title>Rinse</title><see>Irrigation of body cavity</see></mainTerm>
    <mainTerm><title>Irrigation</title><tab>3E1</tab></mainTerm>
  </letter>
</ICD10PCS.index>
"""
