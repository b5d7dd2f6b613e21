"""MS-DRG families whose logic drgpy 0.2.1 lacks or has otherwise than CMS's definitions; each replaces drgpy's.

A family is what one condition divides by severity: 163 to 165. Its function is given the features of a claim, which
are drgpy's own (``163&164&165|ORPCS``: how many procedures of that list of the Definitions Manual the claim has), and
returns an MS-DRG or an empty string. Source: MS-DRG Definitions Manual, version 43.1, by major diagnostic category.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from coding_course.codesets.drg.families.circulatory import (
    aortic_arch,
    atrial_appendage,
    coronary_device,
    defibrillator,
    other_cardiothoracic,
    other_endovascular_valve,
    valve,
)
from coding_course.codesets.drg.families.head import craniotomy_device, eye, head_and_neck, other_ear_nose_throat
from coding_course.codesets.drg.families.musculoskeletal import (
    extensive_fusion,
    joint_replacement,
    knee,
    multiple_combined_fusion,
    multiple_fusion,
    single_combined_fusion,
    single_fusion,
    sprain,
)
from coding_course.codesets.drg.families.obstetric import (
    antepartum_with_room,
    delivery_with_room,
    delivery_with_sterilization,
    neonate,
    postpartum_with_room,
)
from coding_course.codesets.drg.families.severity import Decision
from coding_course.codesets.drg.families.systemic import (
    acute_leukemia_other,
    aftercare,
    biliary,
    burns,
    chemotherapy,
    contact_with_room,
    hiv,
    infection_with_room,
    lymphoma_other,
    mental_with_room,
    myeloproliferative_other,
    other_kidney,
)
from coding_course.codesets.drg.families.transplant import (
    autologous_marrow,
    immunotherapy,
    kidney_transplant,
    pancreas_kidney_dialysis,
)

BEFORE_ANY: Mapping[str, Decision] = MappingProxyType(
    {"018": immunotherapy, "019": pancreas_kidney_dialysis, "016 017": autologous_marrow}
)
FAMILIES: Mapping[str, Mapping[str, Decision]] = MappingProxyType(
    {
        "01": {"023 024": craniotomy_device},
        "02": {"124 125": eye},
        "03": {"140 141 142": head_and_neck, "143 144 145": other_ear_nose_throat},
        "05": {
            "209": aortic_arch,
            "216 217 218 219 220 221": valve,
            "275 276 277": defibrillator,
            "228 229": other_cardiothoracic,
            "317": atrial_appendage,
            "319 320": other_endovascular_valve,
            "321 322": coronary_device,
        },
        "07": {"408 409 410": biliary},
        "08": {
            "402": single_combined_fusion,
            "426 427 428": multiple_combined_fusion,
            "447 448": multiple_fusion,
            "450 451": single_fusion,
            "456 457 458": extensive_fusion,
            "469 470": joint_replacement,
            "485 486 487 488 489": knee,
            "537 538": sprain,
        },
        "11": {"650 651 652": kidney_transplant, "673 674 675": other_kidney},
        "14": {
            "768": delivery_with_room,
            "796 797 798": delivery_with_sterilization,
            "769": postpartum_with_room,
            "817 818 819": antepartum_with_room,
        },
        "15": {"789 790 791 792 793 794 795": neonate},
        "17": {
            "823 824 825": lymphoma_other,
            "829 830": myeloproliferative_other,
            "837 838 839": chemotherapy,
            "850": acute_leukemia_other,
        },
        "18": {"853 854 855 856 857 858": infection_with_room},
        "19": {"876": mental_with_room},
        "22": {"927 928 929 933 934 935": burns},
        "23": {"939 940 941": contact_with_room, "949 950": aftercare},
        "25": {"969 970 974 975 976 977": hiv},
    }
)
"""By major diagnostic category: the MS-DRGs of a family, and what decides between them."""

_BILATERAL = (
    "461&462|TO QUALIFY AS BILATERAL OR MULTIPLE JOINT PROCEDURE YOU MUST HAVE AT LEAST ONE CODE FROM TWO DIFFERENT "
    "LOWER EXTREMITY SITES AS LISTED BELOW. EXAMPLES: LEFT HIP AND RIGHT HIP - BILATERAL; LEFT HIP AND LEFT KNEE - "
    "MULTIPLE; LEFT HIP AND RIGHT ANKLE - MULTIPLE; LEFT KNEE AND RIGHT KNEE - BILATERAL RIGHT HIP"
)
"""The list of the right hip, which drgpy names after the sentences in front of it."""
ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "040&041&042|NON-ORPCS*": "040&041&042|NON-ORPCS",
        "163&164&165|NON-ORPCS": "163&164&165|ORPCS",
        "252&253&254|NON-ORPCS": "252&253&254|ORPCS",
        "326&327&328|NON-ORPCS": "326&327&328|ORPCS",
        "344&345&346|NON-ORPCS": "344&345&346|ORPCS",
        "347&348&349|NON-ORPCS": "347&348&349|ORPCS",
        "356&357&358|NON-ORPCS": "356&357&358|ORPCS",
        "405&406&407|NON-ORPCS": "405&406&407|ORPCS",
        "423&424&425|NON-ORPCS": "423&424&425|ORPCS",
        "746&747|NON-ORPCS": "746&747|ORPCS",
        "907&908&909|NON-ORPCS": "907&908&909|ORPCS",
        "957&958&959|NON-ORPCS": "957&958&959|ORPCS",
        _BILATERAL: "461&462|RIGHT HIP",
    }
)
"""Lists of the Definitions Manual that drgpy reads and then does not use, and the list whose place they take: mostly
procedures outside the operating room that assign a surgical MS-DRG all the same."""
